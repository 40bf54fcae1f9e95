// What the program adds to a form: a draft on the device, one request for two presses, words when the network goes.
import { expect, test, title, visit } from "../fixtures";

test("a draft stays on the device through a reload, until it is erased", async ({ page }) => {
  await visit(page, "/fr/demandes/question");
  await page.locator("[name=message]").fill("Une question à moitié écrite");
  await expect(page.locator(".draft")).toBeVisible();
  await page.reload();
  await expect(page.locator("[name=message]")).toHaveValue("Une question à moitié écrite");
  await page.getByRole("button", { name: "Effacer le brouillon" }).click();
  await expect(page.locator(".draft")).toBeHidden();
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-hydrated", "true");
  await expect(page.locator("[name=message]")).toHaveValue("");
});

test("two presses send one request, and the device forgets it", async ({ page }) => {
  await visit(page, "/en/requests/question");
  await page.locator("[name=message]").fill("A question");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/step=contact/);
  await expect(page.locator("html")).toHaveAttribute("data-hydrated", "true");
  await page.locator("[name=name]").fill("Noor Exemple");
  await page.locator("[name=email]").fill("noor@exemple.invalid");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/step=check/);
  await expect(page.locator("html")).toHaveAttribute("data-hydrated", "true");
  await page.locator("[name=consent_answer]").check();
  const posts: string[] = [];
  page.on("request", (request) => request.method() === "POST" && posts.push(request.url()));
  await page.getByRole("button", { name: "Send the request" }).dblclick();
  await expect(title(page)).toHaveText("Your request is received");
  expect(posts).toHaveLength(1);
  expect(await page.evaluate(() => localStorage.getItem("qa.request.talent"))).toBeNull();
});

test("a network that goes is told of, and nothing typed is lost", async ({ page }) => {
  await visit(page, "/fr/demandes/question");
  await page.locator("[name=message]").fill("Une question");
  await page.route("**/fr/demandes/question*", (route) => route.abort("aborted"));
  await page.getByRole("button", { name: "Continuer" }).click();
  await expect(page.locator("[data-note=failed]")).toBeVisible();
  await expect(page.locator("[name=message]")).toHaveValue("Une question");
  await page.unrouteAll();
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.waitForURL(/step=contact/);
});
