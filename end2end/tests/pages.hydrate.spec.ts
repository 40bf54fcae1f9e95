// The program of the page takes over what the server made, and changes nothing of it.
import { expect, pathOfSilent, test, visit } from "../fixtures";
import { langs, paths } from "../texts";

for (const lang of langs) {
  test(`${lang}: hydration keeps every word that the server wrote`, async ({ browser, baseURL, page, request }) => {
    const context = await browser.newContext({ baseURL, javaScriptEnabled: false, viewport: page.viewportSize(), reducedMotion: "reduce" });
    const still = await context.newPage();
    for (const path of [paths.home[lang], paths.opportunities[lang], paths.sectors[lang], paths.sector[lang], paths.guides[lang], paths.guide[lang], paths.vision[lang], await pathOfSilent(request, lang)]) {
      await visit(page, path);
      await still.goto(path);
      expect(await page.getByRole("main").innerText(), path).toBe(await still.getByRole("main").innerText());
    }
    await context.close();
  });
}
