// Guides: ranged by stage, each with its sources and the day it was verified.
import { expect, test, title, visit } from "../fixtures";
import { langs, paths, samples, texts } from "../texts";

for (const lang of langs) {
  const t = texts[lang];

  test(`${lang}: the guides stand by stage, and one opens`, async ({ page }) => {
    await visit(page, paths.guides[lang]);
    await expect(title(page)).toHaveText(t.guides);
    for (const stage of t.stages) {
      await expect(page.getByRole("main").getByRole("heading", { level: 2, name: new RegExp(`^${stage}`) })).toBeVisible();
    }
    await page.getByRole("main").getByRole("link", { name: samples.guide.title[lang] }).click();
    await expect(page).toHaveURL(new RegExp(`${paths.guide[lang]}$`));
    await expect(title(page)).toHaveText(samples.guide.title[lang]);
    await page.getByRole("navigation", { name: t.crumbs }).getByRole("link").last().click();
    await expect(title(page)).toHaveText(t.guides);
  });

  test(`${lang}: a guide says when it was verified, and from what`, async ({ page }) => {
    await visit(page, paths.guide[lang]);
    await expect(page.getByRole("main").getByText(t.verified).first()).toBeVisible();
    const sources = page.getByRole("main").locator("section").filter({ has: page.getByRole("heading", { name: t.sources, exact: true }) });
    expect(await sources.getByRole("listitem").count()).toBeGreaterThan(0);
    await expect(sources).toContainText("RAMQ");
  });

  test(`${lang}: the other language shows the same guide, at its own address`, async ({ page }) => {
    const other = lang === "fr" ? "en" : "fr";
    await visit(page, paths.guide[lang]);
    await page.getByRole("banner").getByRole("link", { name: t.otherLanguage }).click();
    await expect(title(page)).toHaveText(samples.guide.title[other]);
    await expect(page).toHaveURL(new RegExp(`${paths.guide[other]}$`));
  });
}

test("an address of the other language leads to the guide's own", async ({ request }) => {
  const slug = paths.guide.fr.split("/").at(-1);
  const answer = await request.get(`${paths.guides.en}/${slug}`, { maxRedirects: 0 });
  expect(answer.status()).toBe(301);
  expect(answer.headers()["location"]).toMatch(new RegExp(`${paths.guide.en}$`));
});
