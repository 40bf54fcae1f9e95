// Everything by keyboard: the skip link, a focus that is seen, the whole search journey.
import { type Locator, type Page } from "@playwright/test";
import { count, expect, linkOf, results, test, title, visit } from "../fixtures";
import { langs, paths, samples, texts } from "../texts";

/** Presses Tab until an element has the focus; where it is after `most` presses, nobody would look for it. */
async function tabTo(page: Page, element: Locator, most: number): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press("Tab");
    if (await element.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${element} has no focus after ${most} presses of Tab`);
}

/** How the element that has the focus shows it, and whether it is in the window. */
function focus(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const outline = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
    return {
      name: `<${element.localName} class="${element.getAttribute("class") ?? ""}"> ${element.textContent?.trim().slice(0, 40)}`,
      seen: outline || style.boxShadow !== "none",
      inWindow: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < window.innerHeight && box.right > 0 && box.left < window.innerWidth,
    };
  });
}

for (const lang of langs) {
  const t = texts[lang];

  test(`${lang}: the skip link comes first, is seen, and leads to the content`, async ({ page }) => {
    await visit(page, paths.opportunities[lang]);
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: t.skip });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("main").locator(":focus")).toHaveCount(1);
  });

  test(`${lang}: the focus is seen wherever it goes`, async ({ page }) => {
    for (const path of [paths.home[lang], paths.opportunities[lang], paths.guide[lang]]) {
      await visit(page, path);
      for (let presses = 0; presses < 40; presses += 1) {
        await page.keyboard.press("Tab");
        const { name, seen, inWindow } = await focus(page);
        if (name.startsWith("<body")) break;
        expect({ name, seen, inWindow }, `${path}, after ${presses + 1} presses of Tab`).toEqual({ name, seen: true, inWindow: true });
      }
    }
  });

  test(`${lang}: a search from end to end without a mouse`, async ({ page }) => {
    await visit(page, paths.home[lang]);
    await tabTo(page, page.getByRole("searchbox", { name: t.homeWords }), 20);
    await page.keyboard.type(samples.silent.words[lang]);
    await page.keyboard.press("Enter");
    await expect(title(page)).toHaveText(t.opportunities);
    await expect(count(page, lang)).toHaveText(t.counted);

    await tabTo(page, page.getByRole("checkbox", { name: t.job }), 40);
    await page.keyboard.press("Space");
    await expect(page.getByRole("checkbox", { name: t.job })).toBeChecked();
    await tabTo(page, page.getByRole("button", { name: t.apply }), 80);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL((url) => url.searchParams.get("kind") === "job" && url.searchParams.get("q") === samples.silent.words[lang]);
    await expect(linkOf(results(page).first())).toHaveText(samples.silent.title[lang]);

    await tabTo(page, linkOf(results(page).first()), 100);
    await page.keyboard.press("Enter");
    await expect(title(page)).toHaveText(samples.silent.title[lang]);
    await expect(page).toHaveURL(samples.silent.slug[lang]);
  });

  test(`${lang}: the menu of a phone opens and closes by keyboard`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await visit(page, paths.home[lang]);
    const menu = page.getByRole("banner").locator("summary");
    const link = page.getByRole("banner").locator("details").getByRole("link", { name: t.navigation.sectors });
    await tabTo(page, menu, 10);
    await expect(link).toBeHidden();
    await page.keyboard.press("Enter");
    await expect(link).toBeVisible();
    await tabTo(page, link, 10);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL((url) => url.pathname === paths.sectors[lang]);
    await expect(title(page)).toHaveText(t.sectors);
    await expect(link).toBeHidden();
  });
}
