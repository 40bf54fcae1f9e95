// Three hundred texts that would run where they are not escaped, in a real browser: on the page of a request, on the page that checks
// the answers, on the page that comes back with what is wrong. The tests of the server put each of them in every field.
import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { expect, hydrated, test, title, visit } from "../fixtures";
import { langs } from "../texts";

const { runs, forms } = JSON.parse(readFileSync(new URL("../../server/tests/hostile.json", import.meta.url), "utf8")) as { runs: string[]; forms: string[] };
const all = runs.flatMap((run) => forms.map((form) => form.replaceAll("{}", () => run)));

/** The texts, as many together as `longest` characters hold. One that only runs where a value begins begins a bundle. */
function bundles(longest: number): string[] {
  const first = all.filter((text) => text.startsWith("javascript:"));
  const bundles: string[] = [];
  for (const text of all.filter((text) => !first.includes(text))) {
    const last = bundles.at(-1);
    if (last !== undefined && [...last, ...text].length < longest) bundles[bundles.length - 1] = `${last} ${text}`;
    else bundles.push(...first.splice(0, 1), text);
  }
  return [...bundles, ...first];
}

/** The free fields of a proposal, in the order of its form, with what each may hold. */
const fields = { title: 120, body: 4000, place: 120, pay: 200, apply: 500, organization: 120, name: 120 };
type Field = keyof typeof fields;
const shortest = bundles(120);
const longest = bundles(4000);
const short: Field[] = (Object.keys(fields) as Field[]).filter((name) => name !== "body");

/** The texts of one proposal of `count`: all of them go through the long field, and through the short ones. */
function proposal(at: number): Record<Field, string> {
  const pairs = short.map((name, place) => [name, shortest[(at * short.length + place) % shortest.length]] as const);
  return { ...Object.fromEntries(pairs), body: longest[at % longest.length] } as Record<Field, string>;
}

const requests = Math.ceil(shortest.length / short.length);

/** Tells of what ran in a page. */
function follow(page: Page): string[] {
  const ran: string[] = [];
  page.on("dialog", async (dialog) => {
    ran.push(`a dialog opened: ${dialog.message()}`);
    await dialog.dismiss();
  });
  return ran;
}

/** Fails when anything ran. The page itself may have said so, under another title, or elsewhere. */
async function expectNothingRan(page: Page, ran: string[], path: string): Promise<void> {
  await hydrated(page);
  expect(await page.evaluate(() => "__ran" in window), "no script wrote anything").toBe(false);
  expect(await page.title()).not.toContain("__ran");
  expect(new URL(page.url()).pathname).toBe(path);
  expect(ran).toEqual([]);
}

test("the texts are three hundred, and all of them go through", () => {
  expect(all).toHaveLength(300);
  const through = Array.from({ length: requests }, (_, at) => Object.values(proposal(at)).join("\n")).join("\n");
  expect(all.filter((text) => !through.includes(text))).toEqual([]);
});

test("on the page of a request, no text is more than text", async ({ page }) => {
  const ran = follow(page);
  for (let at = 0; at < requests; at += 1) {
    const lang = langs[at % 2];
    const { name, organization, ...answers } = proposal(at);
    const data = { kind: "posting", lang, contact: { name, organization, email: "noor@exemple.invalid" }, answers: { ...answers, posting_kind: "job" }, consents: ["answer"] };
    // The page has the cookie of what is sent here.
    const sent = await page.request.post("/api/v1/interests", { data });
    expect(sent.status(), await sent.text()).toBe(201);
    const message = longest[(at + 1) % longest.length];
    expect((await page.request.post("/api/v1/interests/followed/messages", { data: { message } })).status()).toBe(204);
    const path = lang === "fr" ? "/fr/suivi" : "/en/follow";
    await page.goto(path);
    await expectNothingRan(page, ran, path);
    const shown = await page.locator(".answers__value").allTextContents();
    for (const text of Object.values(proposal(at))) expect(shown).toContain(text);
    expect(await page.locator(".timeline__text").allTextContents()).toEqual([message]);
  }
});

test("on the page that checks the answers, no text is more than text", async ({ page }) => {
  const ran = follow(page);
  const path = "/fr/demandes/affichage";
  for (let at = 0; at < longest.length; at += 1) {
    const { name, organization, ...answers } = proposal(at);
    const steps = { posting: { ...answers, posting_kind: "job" }, employer: { organization }, contact: { name, email: "noor@exemple.invalid" } };
    for (const [step, form] of Object.entries(steps)) {
      const sent = await page.request.post(`${path}?step=${step}`, { form, maxRedirects: 0 });
      expect(sent.status()).toBe(303);
    }
    await page.goto(`${path}?step=check`);
    await expectNothingRan(page, ran, path);
    const shown = await page.locator(".answers__value").allTextContents();
    for (const text of Object.values(proposal(at))) expect(shown).toContain(text);
    await page.goto(`${path}?step=posting`);
    await expectNothingRan(page, ran, path);
    await expect(page.locator("[name=body]")).toHaveValue(proposal(at).body);
    await expect(page.locator("[name=title]")).toHaveValue(proposal(at).title);
  }
});

test("on the page that comes back with what is wrong, no text is more than text", async ({ page, watch }) => {
  watch.expectAnswer(422);
  const ran = follow(page);
  const text = all.join(" ");
  await visit(page, "/fr/demandes/affichage?step=contact");
  for (const name of ["name", "email", "phone"]) await page.locator(`[name=${name}]`).fill(text);
  await page.getByRole("button", { name: "Continuer" }).click();
  await expect(page.locator(".errors")).toBeFocused();
  await expectNothingRan(page, ran, "/fr/demandes/affichage");
  await expect(title(page)).toHaveCount(1);
  for (const name of ["name", "email", "phone"]) await expect(page.locator(`[name=${name}]`)).toHaveValue(text);
});
