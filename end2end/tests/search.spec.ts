// Search, with and without the program: words and filters in one form, an address to share, ways out of nothing.
import { audit, count, expect, results, test, visit, withScript } from "../fixtures";
import { langs, paths, texts } from "../texts";

const words = { fr: "infirmière", en: "nurse" };

for (const lang of langs) {
  const t = texts[lang];

  test(`${lang}: words, a filter, an order and Back, by the forms alone`, async ({ page }) => {
    await visit(page, paths.home[lang]);
    await page.getByLabel(t.homeWords).fill(words[lang]);
    await page.getByRole("button", { name: t.search, exact: true }).click();
    await expect(page).toHaveURL(/[?]q=/);
    await expect(count(page, lang)).toBeVisible();
    const found = await results(page).count();
    expect(found).toBeGreaterThan(0);
    await expect(results(page).first().locator("mark").first()).toBeVisible();
    await page.getByRole("checkbox", { name: new RegExp(`^${t.job}`) }).check();
    if (!withScript()) await page.getByRole("button", { name: t.apply }).click();
    await expect(page).toHaveURL(/kind=job/);
    await page.getByLabel(t.sortBy).selectOption("closing");
    if (!withScript()) await page.getByRole("button", { name: t.sort, exact: true }).click();
    await expect(page).toHaveURL(/sort=closing/);
    await page.goBack();
    await page.goBack();
    await expect(page).not.toHaveURL(/kind=/);
    await expect(results(page)).toHaveCount(found);
  });

  test(`${lang}: an empty list offers lists that ask less, with their counts`, async ({ page }) => {
    await visit(page, `${paths.opportunities[lang]}?q=${encodeURIComponent(words[lang])}&kind=pilot`);
    await expect(count(page, lang)).toContainText(t.nothing);
    const way = page.locator(".empty__ways li").first();
    const promised = /\d+/.exec((await way.locator("span.u-muted").textContent()) ?? "")?.[0];
    await audit(page);
    await way.getByRole("link").click();
    await expect(count(page, lang)).toContainText(new RegExp(`(^|\\D)${promised} `));
    await expect(results(page).first()).toBeVisible();
  });

  test(`${lang}: the same search written in two ways has one address`, async ({ page }) => {
    await visit(page, `${paths.opportunities[lang]}?sort=&mode=remote&utm_source=x&kind=job&q=`);
    const link = page.locator('link[rel="canonical"]');
    await expect(link).toHaveAttribute("href", new RegExp(`${paths.opportunities[lang]}$`));
    const first = await results(page).getByRole("heading").allTextContents();
    await visit(page, `${paths.opportunities[lang]}?kind=job&mode=remote`);
    await expect(results(page).getByRole("heading")).toHaveText(first);
  });
}
