// Suggestions while one types: keyboard, mouse, screen reader, and what becomes of the address.
import { announcement, audit, count, expect, results, test, visit } from "../fixtures";
import { langs, paths, texts } from "../texts";

/** What is typed, and the first suggestion. */
const typed = {
  fr: { begun: "infirmi", label: /^infirmière/, words: "infirmier" },
  en: { begun: "nurs", label: /^nurse/i, words: "nurse" },
};

for (const lang of langs) {
  const t = texts[lang];

  test(`${lang}: a suggestion is chosen by the keyboard, then a filter, an order, Back, and the address is shared`, async ({ page, browser, baseURL }) => {
    await visit(page, paths.home[lang]);
    const field = page.getByLabel(t.homeWords);
    await field.pressSequentially(typed[lang].begun);
    const combobox = page.getByRole("combobox", { name: t.homeWords });
    await expect(combobox).toHaveAttribute("aria-expanded", "true");
    const options = page.getByRole("listbox").getByRole("option");
    await expect(options.first()).toHaveText(typed[lang].label);
    await expect(announcement(page)).toHaveText(new RegExp(`^${await options.count()} suggestion`));
    await audit(page);

    // Down chooses the first, Up leaves to the field again, past the end too.
    await page.keyboard.press("ArrowDown");
    const active = await combobox.getAttribute("aria-activedescendant");
    await expect(page.locator(`#${active}`)).toHaveAttribute("aria-selected", "true");
    await expect(page.locator(`#${active}`)).toHaveText(typed[lang].label);
    await page.keyboard.press("ArrowUp");
    await expect(combobox).not.toHaveAttribute("aria-activedescendant", /./);
    await expect(combobox).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");

    await expect(page).toHaveURL(new RegExp(`${paths.opportunities[lang]}\\?q=${typed[lang].words}$`));
    await expect(count(page, lang)).toBeVisible();
    const found = await results(page).count();
    expect(found).toBeGreaterThan(0);

    await page.getByRole("checkbox", { name: new RegExp(`^${t.job}`) }).check();
    await expect(page).toHaveURL(/kind=job/);
    await page.getByLabel(t.sortBy).selectOption("newest");
    await expect(page).toHaveURL(/sort=newest/);
    await expect(page).toHaveURL(new RegExp(`q=${typed[lang].words}&kind=job&sort=newest$`));

    const shared = page.url();
    // A friend who opens the address sees the same list, in the same order.
    const other = await browser.newContext({ baseURL });
    const friend = await other.newPage();
    await friend.goto(shared);
    const titles = await results(friend).getByRole("heading").allTextContents();
    expect(titles.length).toBeGreaterThan(0);
    await expect(results(page).getByRole("heading")).toHaveText(titles);
    await other.close();

    await page.goBack();
    await expect(page).not.toHaveURL(/sort=/);
    await page.goBack();
    await expect(page).not.toHaveURL(/kind=/);
    await expect(results(page)).toHaveCount(found);
  });

  test(`${lang}: on the list a suggestion keeps the other filters, and a place is one of its own`, async ({ page }) => {
    await visit(page, `${paths.opportunities[lang]}?kind=job`);
    const field = page.getByLabel(t.words);
    await field.pressSequentially(typed[lang].begun);
    await page.getByRole("listbox").getByRole("option").first().click();
    await expect(page).toHaveURL(new RegExp(`q=${typed[lang].words}&kind=job$`));
    await expect(page.getByRole("listbox")).toBeHidden();
    await field.fill("beaup");
    await page.getByRole("listbox").getByRole("option", { name: /Beauport/ }).click();
    await expect(page).toHaveURL(new RegExp(`${paths.opportunities[lang]}\\?place=beauport$`));
    await expect(results(page).first()).toBeVisible();
  });

  test(`${lang}: Escape and leaving close the suggestions and keep what was typed`, async ({ page }) => {
    await visit(page, paths.home[lang]);
    const field = page.getByLabel(t.homeWords);
    await field.pressSequentially(typed[lang].begun);
    await expect(page.getByRole("listbox")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("listbox")).toBeHidden();
    await expect(field).toHaveValue(typed[lang].begun);
    await expect(page.getByRole("combobox")).toHaveAttribute("aria-expanded", "false");
    await field.press("End");
    await field.pressSequentially("e");
    await expect(page.getByRole("listbox")).toBeVisible();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("listbox")).toBeHidden();
    // Enter in the field, no suggestion chosen, seeks what is typed.
    await field.press("Enter");
    await expect(page).toHaveURL(new RegExp(`q=${typed[lang].begun}e`));
  });

  test(`${lang}: what nobody offers is suggested to nobody`, async ({ page }) => {
    await visit(page, paths.home[lang]);
    const answer = page.waitForResponse(/suggestions\?.*zzzz/);
    await page.getByLabel(t.homeWords).pressSequentially("zzzz");
    await answer;
    await expect(page.getByRole("listbox")).toBeHidden();
    await expect(page.getByRole("combobox")).toHaveCount(0);
  });
}
