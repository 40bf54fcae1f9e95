// Requests: every form in both languages, errors included; the receipt; following, correcting, erasing.
import type { Page } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { audit, expect, hydrated, test, title, visit } from "../fixtures";
import { type Lang, langs } from "../texts";

const words = {
  fr: {
    root: "/fr/demandes", follow: "/fr/suivi", next: "Continuer", send: "Envoyer la demande", received: "Votre demande est reçue", goFollow: "Suivre la demande",
    kinds: ["entreprise", "organisation", "evenement", "ville", "rayonner", "question", "affichage"],
    wrong: "Aucune demande ne répond à ce numéro avec ce code", open: "Ouvrir la demande", number: "Numéro de suivi", code: "Code",
    message: "Votre message", write: "Envoyer le message", wrote: "Vous avez écrit", erase: "Effacer pour de bon", confirm: "Je comprends que rien ne pourra être récupéré.",
    gone: "La demande est effacée.", correct: "Corriger", save: "Enregistrer les corrections", corrected: "Vous avez corrigé vos réponses", name: "Nom", heavy: "L’envoi est trop lourd", remove: "Retirer",
  },
  en: {
    root: "/en/requests", follow: "/en/follow", next: "Continue", send: "Send the request", received: "Your request is received", goFollow: "Follow the request",
    kinds: ["company", "organization", "event", "city", "reaching-out", "question", "posting"],
    wrong: "No request answers to this number with this code", open: "Open the request", number: "Reference number", code: "Code",
    message: "Your message", write: "Send the message", wrote: "You wrote", erase: "Erase for good", confirm: "I understand that nothing can be recovered.",
    gone: "The request is erased.", correct: "Correct", save: "Save the corrections", corrected: "You corrected your answers", name: "Name", heavy: "What you sent is too large", remove: "Remove",
  },
} satisfies Record<Lang, unknown>;

const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Answers every question of the page. */
async function answer(page: Page): Promise<void> {
  const form = page.locator("form[data-request]");
  for (const field of await form.locator("input:visible, textarea:visible, select:visible").all()) {
    const [name, type, tag] = await field.evaluate((node) => [node.getAttribute("name"), node.getAttribute("type"), node.tagName] as const);
    if (name === "website" || type === "checkbox" || type === "file" || type === "radio") continue;
    if (tag === "SELECT") await field.selectOption({ index: 3 });
    else if (type === "date") await field.fill(later(name === "ends_on" ? 40 : 30));
    else if (type === "email") await field.fill("noor@exemple.invalid");
    else if (type === "tel") await field.fill("+1 418 641-6411");
    else if ((await field.getAttribute("inputmode")) === "numeric") await field.fill("12");
    else if (name === "apply") await field.fill("https://exemple.invalid/poste");
    else await field.fill("Noor Exemple");
  }
  for (const group of await form.locator("fieldset.field").all()) await group.getByRole("radio").first().check();
}

/** The least that is a PDF. */
const pdf = Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");

/** Fills a form up to its last page. */
async function fill(page: Page, lang: Lang): Promise<void> {
  const t = words[lang];
  while (await page.getByRole("button", { name: t.next }).isVisible()) {
    const now = page.url();
    await answer(page);
    await page.getByRole("button", { name: t.next }).click();
    await page.waitForURL((url) => url.href !== now);
    await page.waitForLoadState();
  }
  await hydrated(page);
}

/** Fills a form to its end and sends it. */
async function send(page: Page, lang: Lang): Promise<void> {
  const t = words[lang];
  await fill(page, lang);
  await page.locator("input[name=consent_answer]").check();
  await page.getByRole("button", { name: t.send }).click();
  await expect(title(page)).toHaveText(t.received);
}

for (const lang of langs) {
  const t = words[lang];

  for (const kind of t.kinds) {
    test(`${lang}: the form ${kind} says what is missing, is filled, checked and sent`, async ({ page, watch }) => {
      watch.expectAnswer(422);
      await visit(page, `${t.root}/${kind}`);
      await audit(page);
      await page.getByRole("button", { name: t.next }).click();
      await expect(page.locator(".errors")).toBeFocused();
      await expect(page.locator(".field__error").first()).toBeVisible();
      await audit(page, "with its errors");
      await send(page, lang);
      await expect(page.locator(".receipt__number")).toHaveText(/^QA-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
      await audit(page);
    });
  }

  test(`${lang}: what is wrong is told where it is, and nothing typed is lost`, async ({ page, watch }) => {
    watch.expectAnswer(422);
    await visit(page, `${t.root}/${t.kinds[0]}`);
    await page.locator("[name=organization]").fill("Optique (exemple)");
    await page.getByRole("button", { name: t.next }).click();
    const errors = page.locator(".errors");
    await expect(errors).toBeFocused();
    await expect(page.locator("[name=organization]")).toHaveValue("Optique (exemple)");
    await audit(page);
    await errors.getByRole("link").first().click();
    await expect(page.locator("[name=country]")).toBeFocused();
  });

  test(`${lang}: a file that is kept is taken out again, and what is too heavy is told on the page`, async ({ page, watch }, info) => {
    watch.expectAnswer(413);
    await visit(page, `${t.root}/question`);
    await fill(page, lang);
    const input = page.locator("input[type=file]");
    const heavy = [1, 2].map((at) => info.outputPath(`lourd-${at}.pdf`));
    for (const file of heavy) writeFileSync(file, " ".repeat(8_000_000));
    await input.setInputFiles(heavy);
    await page.getByRole("button", { name: t.send }).click();
    await expect(page.locator(".errors")).toBeFocused();
    await expect(page.locator(".errors")).toContainText(t.heavy);
    await expect(page.locator(".answers")).toContainText(["Noor Exemple", "noor@exemple.invalid"]);
    await audit(page, "when too much was sent");
    await page.locator(".errors").getByRole("link").click();
    await expect(input).toBeFocused();
    watch.expectAnswer(422);
    await input.setInputFiles(["un", "deux"].map((name) => ({ name: `${name}.pdf`, mimeType: "application/pdf", buffer: pdf })));
    await page.getByRole("button", { name: t.send }).click();
    await expect(page.locator(".file__name")).toHaveText(["un.pdf", "deux.pdf"]);
    await audit(page, "with files that are kept");
    await page.getByRole("checkbox", { name: `${t.remove} un.pdf` }).check();
    await page.locator("input[name=consent_answer]").check();
    await page.getByRole("button", { name: t.send }).click();
    await expect(title(page)).toHaveText(t.received);
    await page.getByRole("link", { name: t.goFollow }).click();
    await expect(page.locator(".file__name")).toHaveText(["deux.pdf"]);
  });

  test(`${lang}: a request is followed, written to, corrected and erased`, async ({ page }) => {
    await visit(page, `${t.root}/question`);
    await send(page, lang);
    await page.getByRole("link", { name: t.goFollow }).click();
    await page.getByLabel(t.message).fill("Une autre question </textarea><script>alert(1)</script>");
    await page.getByRole("button", { name: t.write }).click();
    await expect(page.locator(".timeline")).toContainText(t.wrote);
    await audit(page);
    await page.getByRole("link", { name: t.correct, exact: true }).click();
    await page.locator("[name=name]").fill("Noor Corrigée");
    await page.getByRole("button", { name: t.save }).click();
    await expect(page.locator(".timeline")).toContainText(t.corrected);
    await expect(page.locator(".answers")).toContainText("Noor Corrigée");
    await page.getByLabel(t.confirm).check();
    await page.getByRole("button", { name: t.erase }).click();
    await expect(page.getByRole("main")).toContainText(t.gone);
  });

  test(`${lang}: a wrong code opens nothing, and says how to go on`, async ({ page, watch }) => {
    watch.expectAnswer(422);
    await visit(page, t.follow);
    await page.getByLabel(t.number).fill("QA-0000-0000");
    await page.getByLabel(t.code, { exact: true }).fill("0000-0000-0000");
    await page.getByRole("button", { name: t.open }).click();
    await expect(page.getByRole("alert")).toContainText(t.wrong);
    await expect(page.getByLabel(t.number)).toHaveValue("QA-0000-0000");
    await audit(page);
  });
}
