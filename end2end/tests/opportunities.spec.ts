// Finding an opportunity and reading it. Everything here works with JavaScript off.
import { type Page } from "@playwright/test";
import { count, expect, linkOf, results, test, title, visit, withScript } from "../fixtures";
import { type Lang, langs, paths, samples, texts } from "../texts";

/** Ticks a choice of a filter. With the program of the page that is enough; without it, the form is sent. */
async function choose(page: Page, lang: Lang, facet: string, choice: string): Promise<void> {
  await page.getByRole("group", { name: facet, exact: true }).getByRole("checkbox", { name: choice }).check();
  if (!withScript()) await page.getByRole("button", { name: texts[lang].apply }).click();
}

async function search(page: Page, lang: Lang, words: string): Promise<void> {
  const box = page.getByLabel(texts[lang].words);
  await box.fill(words);
  await box.press("Enter");
  await expect(page).toHaveURL((url) => url.searchParams.get("q") === words);
}

for (const lang of langs) {
  const t = texts[lang];

  test.describe(lang, () => {
    test("a search from the home page leads to results, counted", async ({ page }) => {
      await visit(page, paths.home[lang]);
      await page.getByLabel(t.homeWords).fill(samples.silent.words[lang]);
      await page.getByRole("search").getByRole("button", { name: t.search }).click();
      await expect(page).toHaveURL((url) => url.pathname === paths.opportunities[lang] && url.searchParams.get("q") === samples.silent.words[lang]);
      await expect(title(page)).toHaveText(t.opportunities);
      await expect(count(page, lang)).toHaveText(t.counted);
      await expect(linkOf(results(page).first())).toHaveText(samples.silent.title[lang]);
      await expect(page.getByLabel(t.words)).toHaveValue(samples.silent.words[lang]);
    });

    test("a search forgives a missing accent and a slip", async ({ page }) => {
      await visit(page, paths.opportunities[lang]);
      for (const words of samples.forgiven.words[lang]) {
        await search(page, lang, words);
        await expect(results(page).filter({ hasText: samples.forgiven.title[lang] })).toHaveCount(1);
      }
    });

    test("a filter narrows the list, a chip lifts it", async ({ page }) => {
      await visit(page, paths.opportunities[lang]);
      const all = await number(page, lang);
      await choose(page, lang, t.kind, t.pilot);
      await expect(page).toHaveURL((url) => url.searchParams.getAll("kind").join() === "pilot");
      await expect.poll(() => number(page, lang)).toBeLessThan(all);
      const narrowed = await number(page, lang);
      await expect(results(page)).toHaveCount(narrowed);
      await expect(results(page).filter({ hasText: t.pilot })).toHaveCount(narrowed);
      await expect(page.getByRole("checkbox", { name: t.pilot })).toBeChecked();

      await page.getByRole("list", { name: t.activeFilters }).getByRole("link", { name: t.pilot }).click();
      await expect(page).toHaveURL((url) => !url.searchParams.has("kind"));
      await expect.poll(() => number(page, lang)).toBe(all);
      await expect(page.getByRole("checkbox", { name: t.pilot })).not.toBeChecked();
      await expect(page.getByRole("list", { name: t.activeFilters })).toHaveCount(0);
    });

    test("two choices of one filter widen it, and all filters are cleared at once", async ({ page }) => {
      await visit(page, `${paths.opportunities[lang]}?kind=pilot`);
      const pilots = await number(page, lang);
      await choose(page, lang, t.kind, t.job);
      await expect(page).toHaveURL((url) => url.searchParams.getAll("kind").sort().join() === "job,pilot");
      await expect.poll(() => number(page, lang)).toBeGreaterThan(pilots);
      await page.getByRole("link", { name: t.clearAll }).first().click();
      await expect(page).toHaveURL((url) => url.pathname === paths.opportunities[lang] && url.search === "");
    });

    test("the address is the state: opened anew, it shows the same search", async ({ page }) => {
      await visit(page, `${paths.opportunities[lang]}?q=${samples.silent.words[lang]}&kind=job&sort=closing`);
      await expect(page.getByLabel(t.words)).toHaveValue(samples.silent.words[lang]);
      await expect(page.getByRole("checkbox", { name: t.job })).toBeChecked();
      await expect(page.getByRole("combobox", { name: t.sortBy })).toHaveValue("closing");
      await expect(linkOf(results(page).first())).toHaveText(samples.silent.title[lang]);
    });

    test("the order by closing date begins with what closes first, and keeps the filters", async ({ page }) => {
      await visit(page, `${paths.opportunities[lang]}?mode=on_site`);
      await page.getByRole("combobox", { name: t.sortBy }).selectOption("closing");
      if (!withScript()) await page.getByRole("button", { name: t.sort, exact: true }).click();
      await expect(page).toHaveURL((url) => url.searchParams.get("sort") === "closing" && url.searchParams.get("mode") === "on_site");
      await expect(linkOf(results(page).first())).toHaveText(samples.closingFirst[lang]);
      await expect(page.getByRole("combobox", { name: t.sortBy })).toHaveValue("closing");
    });

    test("the pages follow each other without a repetition, to the last", async ({ page }) => {
      await visit(page, paths.opportunities[lang]);
      const total = await number(page, lang);
      const seen: string[] = [];
      for (;;) {
        const here = await linkOf(results(page)).evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
        seen.push(...here);
        const next = page.getByRole("navigation", { name: t.pages }).getByRole("link", { name: t.nextPage });
        if ((await next.count()) === 0) break;
        const after = await next.getAttribute("href");
        await next.click();
        await expect(page).toHaveURL((url) => `${url.pathname}${url.search}` === after);
        await expect(linkOf(results(page).first())).not.toHaveAttribute("href", here[0] ?? "");
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBe(total);
      await page.getByRole("link", { name: t.firstPage }).click();
      await expect(page).toHaveURL((url) => !url.searchParams.has("after"));
    });

    test("nothing found says so and offers a way out", async ({ page }) => {
      await visit(page, `${paths.opportunities[lang]}?q=zzqxwv&kind=job`);
      await expect(count(page, lang)).toHaveText(t.nothing);
      await expect(results(page)).toHaveCount(0);
      await page.getByRole("main").getByRole("link", { name: t.seeAll }).click();
      await expect(page).toHaveURL((url) => url.pathname === paths.opportunities[lang] && url.search === "");
      await expect(results(page).first()).toBeVisible();
    });

    test("a posting tells its facts, says what is unknown, and leads back to the list", async ({ page }) => {
      await visit(page, `${paths.opportunities[lang]}?q=${samples.silent.words[lang]}`);
      await linkOf(results(page).first()).click();
      await expect(title(page)).toHaveText(samples.silent.title[lang]);
      await expect(page).toHaveURL(samples.silent.slug[lang]);
      await expect(page).toHaveTitle(new RegExp(samples.silent.title[lang]));
      const facts = page.getByRole("complementary", { name: t.essentials });
      for (const name of [t.pay, t.workMode]) {
        const row = facts.locator("dl > div").filter({ has: page.locator("dt", { hasText: name }) });
        await expect(row.locator("dd"), name).toContainText(t.notStated);
      }
      await page.getByRole("navigation", { name: t.crumbs }).getByRole("link", { name: t.opportunities }).click();
      await expect(page).toHaveURL((url) => url.pathname === paths.opportunities[lang]);
      await expect(results(page).first()).toBeVisible();
    });

    test("Back from a posting comes back to the same search", async ({ page }) => {
      const list = `${paths.opportunities[lang]}?q=${samples.silent.words[lang]}&kind=job`;
      await visit(page, list);
      await linkOf(results(page).first()).click();
      await expect(title(page)).toHaveText(samples.silent.title[lang]);
      await page.goBack();
      await expect(page).toHaveURL((url) => `${url.pathname}${url.search}` === encodeURI(list));
      await expect(page.getByRole("checkbox", { name: t.job })).toBeChecked();
      await expect(linkOf(results(page).first())).toHaveText(samples.silent.title[lang]);
    });

    test("the other language shows the same list, with the same filters", async ({ page }) => {
      const other = lang === "fr" ? "en" : "fr";
      await visit(page, `${paths.opportunities[lang]}?kind=pilot&sort=newest`);
      const found = await number(page, lang);
      await page.getByRole("banner").getByRole("link", { name: t.otherLanguage }).click();
      await expect(page).toHaveURL((url) => url.pathname === paths.opportunities[other] && url.searchParams.get("kind") === "pilot" && url.searchParams.get("sort") === "newest");
      await expect(page.locator("html")).toHaveAttribute("lang", texts[other].tag);
      await expect(page.getByRole("checkbox", { name: texts[other].pilot })).toBeChecked();
      await expect.poll(() => number(page, other)).toBe(found);
    });

    test("the other language shows the same posting, at its own address", async ({ page }) => {
      const other = lang === "fr" ? "en" : "fr";
      await visit(page, `${paths.opportunities[lang]}?q=${samples.silent.words[lang]}`);
      await linkOf(results(page).first()).click();
      await expect(title(page)).toHaveText(samples.silent.title[lang]);
      await page.getByRole("banner").getByRole("link", { name: t.otherLanguage }).click();
      await expect(title(page)).toHaveText(samples.silent.title[other]);
      await expect(page).toHaveURL(samples.silent.slug[other]);
    });
  });
}

/** How many were found, as the page says. */
async function number(page: Page, lang: Lang): Promise<number> {
  const text = await count(page, lang).getByRole("heading").innerText();
  return Number(text.replace(/\D/g, ""));
}
