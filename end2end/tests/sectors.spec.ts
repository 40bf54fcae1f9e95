// Sectors: the list, one sector with its figures and their sources, and the way to its opportunities.
import { expect, linkOf, results, test, title, visit } from "../fixtures";
import { langs, paths, samples, texts } from "../texts";

for (const lang of langs) {
  const t = texts[lang];

  test(`${lang}: from the sectors to one, to its opportunities`, async ({ page }) => {
    await visit(page, paths.sectors[lang]);
    await expect(title(page)).toHaveText(t.sectors);
    await expect(page.getByRole("main").locator(`a[href^="${paths.sectors[lang]}/"]`)).toHaveCount(12);
    await page.getByRole("main").getByRole("link", { name: samples.sector.title[lang] }).click();
    await expect(page).toHaveURL(new RegExp(`${paths.sector[lang]}$`));
    await expect(title(page)).toHaveText(samples.sector.title[lang]);

    await page.getByRole("main").locator(`a[href="${paths.opportunities[lang]}?sector=${samples.sector.key}"]`).first().click();
    await expect(page).toHaveURL((url) => url.pathname === paths.opportunities[lang] && url.searchParams.get("sector") === samples.sector.key);
    await expect(page.getByRole("checkbox", { name: samples.sector.title[lang] })).toBeChecked();
    await expect(results(page).first()).toBeVisible();
  });

  test(`${lang}: no figure stands without its source`, async ({ page }) => {
    await visit(page, paths.sector[lang]);
    const figures = page.getByRole("main").locator(".figure");
    expect(await figures.count()).toBeGreaterThan(0);
    for (const figure of await figures.all()) {
      await expect(figure.locator(".figure__source")).toHaveText(/\p{L}{2}/u);
    }
  });

  test(`${lang}: a sector lists what is open in it today`, async ({ page }) => {
    await visit(page, paths.sector[lang]);
    const open = page.getByRole("region", { name: t.openHere });
    const first = linkOf(open.locator(".result").first());
    const name = await first.innerText();
    await first.click();
    await expect(title(page)).toHaveText(name);
  });

  test(`${lang}: the other language shows the same sector, at its own address`, async ({ page }) => {
    const other = lang === "fr" ? "en" : "fr";
    await visit(page, paths.sector[lang]);
    await page.getByRole("banner").getByRole("link", { name: t.otherLanguage }).click();
    await expect(title(page)).toHaveText(samples.sector.title[other]);
    await expect(page).toHaveURL(new RegExp(`${paths.sector[other]}$`));
  });
}

test("a sector that does not exist answers 404", async ({ page, watch }) => {
  watch.expectAnswer(404);
  const response = await visit(page, `${paths.sectors.fr}/fabrication-de-nuages`);
  expect(response.status()).toBe(404);
  await expect(title(page)).toHaveText(texts.fr.lost);
});
