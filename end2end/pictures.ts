// The pictures of the README: the samples in French, by day, 1280 px wide.
import { test } from "@playwright/test";
import { statSync } from "node:fs";
import { expect, hydrated } from "./fixtures";
import { paths } from "./texts";

const folder = new URL("../docs/pictures/", import.meta.url).pathname;

test.use({ viewport: { width: 1280, height: 900 }, colorScheme: "light", locale: "fr-CA" });

for (const [name, path] of [
  ["home", paths.home.fr],
  ["opportunities", `${paths.opportunities.fr}?kind=job&kind=pilot&french=intermediate`],
]) {
  test(`${name}.png`, async ({ page }) => {
    const file = `${folder}${name}.png`;
    await page.goto(path ?? "");
    await hydrated(page);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await page.screenshot({ path: file, animations: "disabled" });
    expect(statSync(file).size, `${file} is heavier than a README bears`).toBeLessThan(500_000);
  });
}
