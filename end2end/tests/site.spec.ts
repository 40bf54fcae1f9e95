// What belongs to no page: wrong addresses, what search engines read, the headers, what is not kept.
import { createHash } from "node:crypto";
import { type APIResponse } from "@playwright/test";
import { audit, expect, pathOfSilent, results, test, title, visit, withScript } from "../fixtures";
import { langs, paths, texts } from "../texts";

for (const lang of langs) {
  const t = texts[lang];

  test(`${lang}: a wrong address answers 404, and offers a way on`, async ({ page, watch }) => {
    watch.expectAnswer(404);
    const response = await visit(page, `/${lang}/nulle-part/du-tout`);
    expect(response.status()).toBe(404);
    await expect(title(page)).toHaveText(t.lost);
    await expect(page.locator("html")).toHaveAttribute("lang", t.tag);
    await expect(page.locator('meta[name="robots"]')).toHaveAttribute("content", /noindex/);
    await audit(page);
    await page.getByRole("main").locator('input[name="q"]').fill("photonique");
    await page.getByRole("main").locator('input[name="q"]').press("Enter");
    await expect(page).toHaveURL((url) => url.pathname === paths.opportunities[lang] && url.searchParams.get("q") === "photonique");
    await expect(results(page).first()).toBeVisible();
  });

  test(`${lang}: a posting that never was answers 404`, async ({ page, watch }) => {
    watch.expectAnswer(404);
    const response = await visit(page, `${paths.opportunities[lang]}/rien-du-tout-00000000`);
    expect(response.status()).toBe(404);
    await expect(title(page)).toHaveText(t.lost);
  });

  test(`${lang}: pages ignore what they do not know in an address`, async ({ page, request }) => {
    for (const path of [paths.home[lang], paths.opportunities[lang], paths.sector[lang], await pathOfSilent(request, lang)]) {
      const response = await visit(page, `${path}?utm_source=lettre&fbclid=1&kind=nimporte`);
      expect(response.status()).toBe(200);
      await expect(page.locator('link[rel="canonical"]')).toHaveAttribute("href", new RegExp(`${path}$`));
    }
  });

  test(`${lang}: saving says what it needs where there is no JavaScript`, async ({ page }) => {
    await visit(page, paths.saved[lang]);
    if (withScript()) await expect(page.getByRole("main")).toContainText(t.nothingSaved);
    else expect(await page.getByRole("main").locator("noscript").innerText()).toContain(t.savingNeedsScript);
  });
}

test("an address without a language answers 404", async ({ page, watch }) => {
  watch.expectAnswer(404);
  expect((await visit(page, "/nulle-part")).status()).toBe(404);
  await expect(title(page)).toHaveText(texts.fr.lost);
});

test("the root leads to French, whatever the browser prefers", async ({ request }) => {
  const answer = await request.get("/", { maxRedirects: 0, headers: { "accept-language": "en" } });
  expect([301, 302, 303, 307, 308]).toContain(answer.status());
  expect(answer.headers()["location"]).toBe("/fr");
});

test("robots.txt names the sitemap", async ({ request, baseURL }) => {
  const answer = await request.get("/robots.txt");
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-type"]).toMatch(/^text\/plain/);
  const text = await answer.text();
  expect(text).toMatch(/^User-agent: \*$/m);
  expect(text).toContain(`Sitemap: ${baseURL}/sitemap.xml`);
});

test("the sitemap names every fixed page in both languages, and no sample", async ({ request, baseURL }) => {
  const answer = await request.get("/sitemap.xml");
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-type"]).toMatch(/^application\/xml/);
  const urls = [...(await answer.text()).matchAll(/<url>(.*?)<\/url>/gs)].map(([, url]) => url ?? "");
  const places = urls.map((url) => /<loc>(.*?)<\/loc>/.exec(url)?.[1] ?? "");
  expect(new Set(places).size).toBe(places.length);
  for (const [name, path] of Object.entries(paths)) {
    if (name === "saved") continue;
    for (const lang of langs) expect(places).toContain(`${baseURL}${path[lang]}`);
  }
  for (const url of urls) {
    for (const tag of ["fr-CA", "en-CA", "x-default"]) expect(url).toContain(`hreflang="${tag}"`);
  }
  expect(places.filter((place) => langs.some((lang) => place.startsWith(`${baseURL}${paths.opportunities[lang]}/`)))).toEqual([]);
  // Nothing in it redirects or is gone.
  for (const place of places) expect((await request.get(place, { maxRedirects: 0 })).status(), place).toBe(200);
});

test("a sample is not for search engines", async ({ page, request }) => {
  await visit(page, await pathOfSilent(request, "fr"));
  await expect(page.locator('meta[name="robots"]')).toHaveAttribute("content", /noindex/);
  await expect(page.locator('script[type="application/ld+json"]')).toHaveCount(0);
});

test("every page bears the headers that protect its readers", async ({ request }) => {
  for (const path of [paths.home.fr, paths.home.fr, paths.opportunities.en, paths.guide.fr]) {
    const answer = await request.get(path);
    const headers = answer.headers();
    const policy = headers["content-security-policy"] ?? "";
    const script = directive(policy, "script-src");
    expect(script).toContain("'self'");
    expect(script).not.toContain("'unsafe-inline'");
    expect(script).not.toContain("'unsafe-eval'");
    expect(directive(policy, "style-src")).toBe("'self'");
    expect(directive(policy, "frame-ancestors")).toBe("'none'");
    expect(directive(policy, "base-uri")).toMatch(/'(none|self)'/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toMatch(/origin/);
    expect(headers).not.toHaveProperty("set-cookie");

    // Each inline script that runs is named by its hash, and nothing else is.
    const named = [...script.matchAll(/'sha256-([^']+)'/g)].map(([, hash]) => hash).sort();
    const own = [...(await answer.text()).matchAll(/<script\b([^>]*)>([^]*?)<\/script>/g)]
      // JSON-LD is data: nothing runs it.
      .filter(([, attributes]) => !attributes?.includes("application/ld+json") && !attributes?.includes("src="))
      .map(([, , text]) => createHash("sha256").update(text ?? "").digest("base64"));
    expect(named).toEqual([...new Set(own)].sort());
    expect(named.length).toBeGreaterThan(0);
    expect(script).not.toContain("nonce");
  }
});

test("what a page loads is named by its content, kept for ever and sent compressed", async ({ request }) => {
  const html = await (await request.get(paths.home.fr)).text();
  const assets = [...new Set([...html.matchAll(/\/pkg\/[\w./-]+/g)].map(([path]) => path))];
  for (const ending of ["css", "js", "wasm", "woff2"]) expect(assets.filter((path) => path.endsWith(`.${ending}`)), ending).not.toEqual([]);
  for (const asset of assets) {
    expect(asset).toMatch(/\.[0-9a-f]{16}\.\w+$/);
    const answer = await request.get(asset, { headers: { "accept-encoding": "br, gzip" } });
    expect(answer.status(), asset).toBe(200);
    expect(answer.headers()["cache-control"]).toContain("immutable");
    expect(answer.headers()["x-content-type-options"]).toBe("nosniff");
    if (!asset.endsWith(".woff2")) expectCompressed(answer, asset);
    const again = await request.get(asset, { headers: { "if-none-match": answer.headers()["etag"] ?? "", "accept-encoding": "br, gzip" } });
    expect(again.status(), `${asset}, again`).toBe(304);
  }
});

test("pages and JSON are sent compressed", async ({ request }) => {
  for (const path of [paths.home.fr, paths.opportunities.en, "/api/v1/opportunities"]) {
    const answer = await request.get(path, { headers: { "accept-encoding": "br, gzip" } });
    expectCompressed(answer, path);
  }
  const first = await request.get("/api/v1/opportunities");
  const again = await request.get("/api/v1/opportunities", { headers: { "if-none-match": first.headers()["etag"] ?? "" } });
  expect(again.status()).toBe(304);
});

test("a visit leaves no cookie", async ({ context, page, request }) => {
  await visit(page, paths.home.fr);
  await visit(page, paths.opportunities.fr);
  await visit(page, await pathOfSilent(request, "fr"));
  await visit(page, paths.saved.fr);
  expect(await context.cookies()).toEqual([]);
});

function expectCompressed(answer: APIResponse, what: string): void {
  expect(answer.headers()["content-encoding"], what).toMatch(/^(br|gzip)$/);
  expect(answer.headers()["vary"]?.toLowerCase(), what).toContain("accept-encoding");
}

function directive(policy: string, name: string): string {
  const found = policy.split(";").find((part) => part.trim().startsWith(`${name} `));
  return found?.trim().slice(name.length + 1) ?? "";
}
