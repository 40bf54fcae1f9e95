// What holds on every page, in both languages: its head, its order, its width at every window, its accessibility.
import { type Page } from "@playwright/test";
import { audit, count, expect, expectNoOverflow, pathOfSilent, results, test, title, visit } from "../fixtures";
import { type Lang, langs, paths, texts } from "../texts";

const templates = [...Object.keys(paths), "opportunity"] as (keyof typeof paths | "opportunity")[];
const widths = [320, 390, 768, 1280, 1600];

for (const lang of langs) {
  for (const template of templates) {
    test(`${lang}, ${template}: a whole page`, async ({ page, request, baseURL }) => {
      const path = template === "opportunity" ? await pathOfSilent(request, lang) : paths[template][lang];
      const response = await visit(page, path);
      expect(response.status()).toBe(200);
      const html = await response.text();

      await test.step("its head says what it is", async () => {
        await expect(page.locator("html")).toHaveAttribute("lang", texts[lang].tag);
        await expect(page).toHaveTitle(new RegExp(texts[lang].site));
        expect(await content(page, 'meta[name="description"]')).toMatch(/^.{30,320}$/);
        expect(await content(page, 'meta[property="og:title"]')).not.toBe("");
        const image = await content(page, 'meta[property="og:image"]');
        expect(image).toMatch(/^https?:\/\//);
        const picture = await request.get(new URL(image).pathname);
        expect(picture.status()).toBe(200);
        expect(picture.headers()["content-type"]).toMatch(/^image\//);
      });

      await test.step("it names its address and that of its other language", async () => {
        await expect(page.locator('link[rel="canonical"]')).toHaveAttribute("href", `${baseURL}${path}`);
        const alternates = await page.locator('link[rel="alternate"][hreflang]').evaluateAll((links) => links.map((link) => [link.getAttribute("hreflang"), link.getAttribute("href")] as const));
        const hrefs = new Map(alternates);
        expect([...hrefs.keys()].sort()).toEqual(["en-CA", "fr-CA", "x-default"]);
        expect(alternates).toHaveLength(3);
        expect(hrefs.get(texts[lang].tag)).toBe(`${baseURL}${path}`);
        expect(hrefs.get("x-default")).toBe(hrefs.get("fr-CA"));
        const other = hrefs.get(texts[lang === "fr" ? "en" : "fr"].tag) ?? "";
        expect((await request.get(other, { maxRedirects: 0 })).status(), `${other} is the address itself`).toBe(200);
      });

      await test.step("it is well made", async () => {
        await expect(title(page)).toHaveCount(1);
        await expect(page.getByRole("main")).toHaveCount(1);
        await expect(page.getByRole("banner")).toHaveCount(1);
        await expect(page.getByRole("contentinfo")).toHaveCount(1);
        // The policy of the page forbids it, and the browser would ignore it.
        expect(html).not.toMatch(/<[^>]+\sstyle\s*=/);
        const ids = await page.locator("[id]").evaluateAll((elements) => elements.map((element) => element.id));
        expect(ids.filter((id, at) => ids.indexOf(id) !== at), "ids that stand twice").toEqual([]);
      });

      await test.step("it fits every window", async () => {
        for (const width of widths) {
          await page.setViewportSize({ width, height: 800 });
          await expectNoOverflow(page);
        }
      });

      await test.step("everybody can use it", async () => {
        await page.setViewportSize({ width: 1280, height: 800 });
        await audit(page, "at 1280 px");
        await page.emulateMedia({ colorScheme: "dark" });
        await audit(page, "at 1280 px, dark");
        await page.emulateMedia({ colorScheme: "light" });
        await page.setViewportSize({ width: 390, height: 800 });
        await audit(page, "at 390 px");
      });
    });
  }

  // Each snapshot is found wherever it stands: what is around it may change.
  test(`${lang}, home: what a screen reader meets`, async ({ page }) => {
    const t = texts[lang];
    await visit(page, paths.home[lang]);
    await expectHeader(page, lang);
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
      - search:
        - searchbox "${t.homeWords}"
        - button "${t.search}"
    `);
    await expect(page.getByRole("heading", { name: t.doors, level: 2 })).toHaveCount(1);
    await expect(page.locator(".street")).toMatchAriaSnapshot(`
      - list:
        - listitem:
          - link /\\d/
        - listitem:
          - link /\\d/
    `);
  });

  test(`${lang}, opportunities: what a screen reader meets`, async ({ page }) => {
    const t = texts[lang];
    await visit(page, paths.opportunities[lang]);
    await expectHeader(page, lang);
    await expect(page.getByRole("navigation", { name: t.crumbs })).toMatchAriaSnapshot(`
      - list:
        - listitem:
          - link "${t.home}"
        - listitem: ${t.opportunities}
    `);
    await expect(page.getByRole("group", { name: t.kind, exact: true })).toMatchAriaSnapshot(`
      - group "${t.kind}":
        - checkbox "${t.job}"
        - checkbox "${t.pilot}"
    `);
    await expect(count(page, lang)).toMatchAriaSnapshot(`
      - status:
        - heading /\\d+/ [level=2]
    `);
    await expect(results(page).first()).toMatchAriaSnapshot(`
      - listitem:
        - heading [level=3]:
          - link
    `);
    await expect(page.getByRole("navigation", { name: t.pages })).toMatchAriaSnapshot(`
      - link "${t.nextPage}"
    `);
  });
}

test("the language of the page is one click from the other, on a phone too", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await visit(page, paths.vision.fr);
  await page.getByRole("link", { name: texts.fr.otherLanguage }).first().click();
  await expect(page).toHaveURL(new RegExp(`${paths.vision.en}$`));
  await expect(page.locator("html")).toHaveAttribute("lang", texts.en.tag);
  await expect(title(page)).toBeVisible();
});

test("printing keeps the content and leaves out what only a screen needs", async ({ page }) => {
  await visit(page, paths.guide.fr);
  await page.emulateMedia({ media: "print" });
  await expect(title(page)).toBeVisible();
  await expect(page.getByRole("navigation", { name: texts.fr.mainNavigation })).toBeHidden();
});

/** The value of a meta element, which must be there once. */
async function content(page: Page, selector: string): Promise<string> {
  await expect(page.locator(selector)).toHaveCount(1);
  return (await page.locator(selector).getAttribute("content")) ?? "";
}

/** The top of every page, as a screen reader meets it. */
async function expectHeader(page: Page, lang: Lang): Promise<void> {
  const t = texts[lang];
  await expect(page.locator("body")).toMatchAriaSnapshot(`- link "${t.skip}"`);
  await expect(page.getByRole("banner")).toMatchAriaSnapshot(`
    - link "${t.brand}"
    - navigation "${t.mainNavigation}":
      - list:
        - listitem:
          - link "${t.navigation.opportunities}"
        - listitem:
          - link "${t.navigation.sectors}"
        - listitem:
          - link "${t.navigation.settling}"
        - listitem:
          - link "${t.navigation.vision}"
  `);
  await expect(page.getByRole("banner")).toMatchAriaSnapshot(`- link "${t.otherLanguage}"`);
}
