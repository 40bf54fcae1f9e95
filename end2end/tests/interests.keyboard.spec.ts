// Every form by keyboard alone, from its first page to the receipt: what is wrong takes the focus, and leads to its field.
import type { Page } from "@playwright/test";
import { expect, hydrated, test, title, visit } from "../fixtures";
import { type Lang, texts } from "../texts";

const words = {
  fr: { root: "/fr/demandes", next: "Continuer", received: "Votre demande est reçue" },
  en: { root: "/en/requests", next: "Continue", received: "Your request is received" },
} satisfies Record<Lang, unknown>;

const forms: [Lang, string][] = [
  ...["entreprise", "organisation", "evenement", "ville", "rayonner", "question", "affichage"].map((kind): [Lang, string] => ["fr", kind]),
  ["en", "company"],
  ["en", "event"],
];

/** More presses of Tab than any page of a form has places to stop. */
const MOST = 60;

interface Focus {
  name: string;
  type: string;
  numeric: boolean;
  checked: boolean;
  filled: boolean;
  submits: boolean;
}

/** What has the focus, in the form. */
function focus(page: Page): Promise<Focus | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element?.closest("form[data-request]")) return null;
    const field = element as HTMLInputElement;
    const checked = field.type === "radio" && document.querySelector(`[name="${field.name}"]:checked`) !== null;
    return {
      name: field.name,
      type: field.type,
      numeric: field.inputMode === "numeric",
      checked: checked || field.checked,
      filled: field.value !== "",
      submits: element.matches("button:not([type=button])"),
    };
  });
}

/** Past the frame of the page, as whoever has no mouse goes. */
async function skip(page: Page, lang: Lang): Promise<void> {
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: texts[lang].skip })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
}

/** Answers the field that has the focus, if it wants an answer. */
async function answer(page: Page, { name, type, numeric, checked, filled }: Focus): Promise<void> {
  if (type === "radio") {
    if (checked) return;
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowDown");
  } else if (type === "checkbox") {
    if (name === "consent_answer" && !checked) await page.keyboard.press("Space");
  } else if (type === "date") {
    if (filled) return;
    // A browser asks in the order of its own language, which is English here.
    await page.keyboard.type(`0615${new Date().getFullYear() + 1}`);
  } else if (!filled && type === "select-one") {
    await page.keyboard.press("ArrowDown");
  } else if (!filled && ["text", "textarea", "email", "tel"].includes(type)) {
    const typed = type === "email" ? "noor@exemple.invalid" : type === "tel" ? "+14186416411" : numeric ? "12" : "Noor";
    await page.keyboard.type(name === "apply" ? "https://exemple.invalid" : typed);
  }
}

/** Goes on with Tab, answering what is met, up to the button of the page, and presses it. */
async function through(page: Page): Promise<void> {
  for (let presses = 0; presses < MOST; presses += 1) {
    const now = await focus(page);
    if (now?.submits) {
      await page.keyboard.press("Enter");
      return;
    }
    if (now) await answer(page, now);
    await page.keyboard.press("Tab");
  }
  throw new Error(`the button has no focus after ${MOST} presses of Tab`);
}

for (const [lang, kind] of forms) {
  const t = words[lang];

  test(`${lang}: the form ${kind} is filled and sent without a mouse`, async ({ page, watch }) => {
    watch.expectAnswer(422);
    await visit(page, `${t.root}/${kind}`);
    // The first page is sent empty: what is missing takes the focus, and leads to its field.
    await skip(page, lang);
    for (let presses = 0; !(await focus(page))?.submits; presses += 1) {
      expect(presses).toBeLessThan(MOST);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    const errors = page.locator(".errors");
    await expect(errors).toBeFocused();
    const link = errors.getByRole("link").first();
    await page.keyboard.press("Tab");
    await expect(link).toBeFocused();
    const field = page.locator((await link.getAttribute("href")) ?? "");
    await page.keyboard.press("Enter");
    await expect(field).toBeFocused();
    // The field is the first that must be answered, and others may come before it.
    for (;;) {
      const now = page.url();
      const isLast = !(await page.getByRole("button", { name: t.next }).isVisible());
      await through(page);
      await page.waitForURL((url) => url.href !== now);
      await page.waitForLoadState();
      if (isLast) break;
      await hydrated(page);
      await skip(page, lang);
    }
    await expect(title(page)).toHaveText(t.received);
  });
}
