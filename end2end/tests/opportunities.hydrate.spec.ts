// What the program of the page adds to the list: quick filters, navigation without reloading, postings kept on the device.
import { type Page } from "@playwright/test";
import { announcement, audit, count, expect, hydrated, linkOf, pathOfSilent, results, test, title, visit } from "../fixtures";
import { langs, paths, samples, texts } from "../texts";

/** Marks the document. A mark that is still there tells that nothing was reloaded. */
async function mark(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => document.documentElement.setAttribute("data-mark", "here"));
  return () => expect(page.locator("html"), "the document was not loaded anew").toHaveAttribute("data-mark", "here");
}

for (const lang of langs) {
  const t = texts[lang];

  test.describe(lang, () => {
    test("a choice updates results and address at once, and keeps the focus", async ({ page }) => {
      await visit(page, paths.opportunities[lang]);
      const expectSameDocument = await mark(page);
      const before = await count(page, lang).innerText();
      const choice = page.getByRole("checkbox", { name: t.pilot });
      await choice.focus();
      await page.keyboard.press("Space");
      await expect(page).toHaveURL((url) => url.searchParams.get("kind") === "pilot");
      await expect(count(page, lang)).not.toHaveText(before);
      await expect(choice).toBeFocused();
      await expect(choice).toBeChecked();
      await page.keyboard.press("Space");
      await expect(page).toHaveURL((url) => !url.searchParams.has("kind"));
      await expect(count(page, lang)).toHaveText(before);
      await expect(choice).toBeFocused();
      await expectSameDocument();
    });

    test("Back lifts a filter, and the boxes follow", async ({ page }) => {
      await visit(page, paths.opportunities[lang]);
      const before = await count(page, lang).innerText();
      await page.getByRole("checkbox", { name: t.pilot }).check();
      await expect(page).toHaveURL((url) => url.searchParams.get("kind") === "pilot");
      await expect(count(page, lang)).not.toHaveText(before);
      await page.goBack();
      await expect(page).toHaveURL((url) => !url.searchParams.has("kind"));
      await expect(count(page, lang)).toHaveText(before);
      await expect(page.getByRole("checkbox", { name: t.pilot })).not.toBeChecked();
    });

    test("a navigation fetches JSON only, moves the focus to the title and announces it; Back comes back to the place", async ({ page }) => {
      await visit(page, paths.opportunities[lang]);
      const expectSameDocument = await mark(page);
      const asked: { type: string; path: string }[] = [];
      page.on("request", (request) => asked.push({ type: request.resourceType(), path: new URL(request.url()).pathname }));

      const link = linkOf(results(page).nth(8));
      const name = await link.innerText();
      await link.evaluate((element) => element.scrollIntoView({ block: "center" }));
      const place = await page.evaluate(() => window.scrollY);
      expect(place).toBeGreaterThan(300);
      await link.click();

      await expect(title(page)).toHaveText(name);
      await expect(title(page)).toBeFocused();
      await expect(announcement(page)).toHaveText(name);
      await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0);
      await expectSameDocument();
      expect(asked.filter(({ type }) => type === "document")).toEqual([]);
      expect(asked.filter(({ type, path }) => type === "fetch" && path.startsWith("/api/v1/opportunities")).length).toBeGreaterThan(0);
      // The browser asks for the icon of a new title by itself.
      const known = /^\/(api\/v1|images)\/|^\/favicon\.svg$/;
      expect(asked.filter(({ path }) => !known.test(path))).toEqual([]);

      await page.goBack();
      await expect(title(page)).toHaveText(t.opportunities);
      await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(place - 40);
      await expect.poll(() => page.evaluate(() => window.scrollY)).toBeLessThan(place + 40);
      await expectSameDocument();
    });

    test("a posting is saved on the device, stays after a reload, and is let go and taken back", async ({ page, request }) => {
      await visit(page, await pathOfSilent(request, lang));
      const sent: string[] = [];
      page.on("request", (asked) => asked.method() !== "GET" && sent.push(`${asked.method()} ${asked.url()}`));
      const save = page.getByRole("button", { name: t.save });
      await expect(save).toHaveAttribute("aria-pressed", "false");
      await save.click();
      await expect(save).toHaveAttribute("aria-pressed", "true");

      await page.reload();
      await hydrated(page);
      await expect(save).toHaveAttribute("aria-pressed", "true");
      await audit(page, "saved");

      await page.getByRole("banner").getByRole("link", { name: t.saved }).click();
      await expect(title(page)).toHaveText(t.saved);
      const row = results(page).filter({ hasText: samples.silent.title[lang] });
      await expect(row).toHaveCount(1);
      await audit(page, "with a saved one");

      await row.getByRole("button", { name: t.remove }).click();
      await expect(row).toHaveCount(0);
      await page.getByRole("button", { name: t.undo }).click();
      await expect(row).toHaveCount(1);

      await row.getByRole("button", { name: t.remove }).click();
      await page.reload();
      await hydrated(page);
      await expect(page.getByRole("main")).toContainText(t.nothingSaved);
      expect(sent, "what is saved stays on the device").toEqual([]);
    });

    test("a slow answer that comes late does not cover a newer one", async ({ page }) => {
      await visit(page, paths.opportunities[lang]);
      const before = await count(page, lang).innerText();
      let late: Promise<unknown> | undefined;
      await page.route("**/api/v1/opportunities?*", async (route) => {
        const isFirst = late === undefined;
        // The request may be aborted while it waits, as it should.
        const answer = new Promise((resolve) => setTimeout(resolve, isFirst ? 1_500 : 0)).then(() => route.continue()).catch(() => undefined);
        if (isFirst) late = answer;
        await answer;
      });
      await page.getByRole("checkbox", { name: t.pilot }).check();
      await page.getByRole("checkbox", { name: t.job }).check();
      await expect(page).toHaveURL((url) => url.searchParams.getAll("kind").sort().join() === "job,pilot");
      await expect(count(page, lang)).not.toHaveText(before);
      const shown = await count(page, lang).innerText();
      await late;
      await page.evaluate(() => fetch("/healthz").then((answer) => answer.status));
      await expect(count(page, lang)).toHaveText(shown);
      await expect(results(page).filter({ hasText: t.job })).not.toHaveCount(0);
    });
  });
}
