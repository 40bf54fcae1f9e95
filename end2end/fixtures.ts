// What every test stands on: a page that tolerates no error, and the few things that all tests do.
import { type APIRequestContext, type ConsoleMessage, type Locator, type Page, type Request, type Response, test as base, expect } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Lang, paths, samples, texts } from "./texts";

export { expect };

/**
 * Watches a page. A test fails when its page logs an error, throws, asks our server in vain, or asks anybody else anything:
 * hydration must be clean, and no third party is ever called.
 *
 * A page that is meant to answer 404, 410, 413 or 422 makes the browser log one error. The test says so before it goes there:
 *
 *     test("…", async ({ page, watch }) => {
 *       watch.expectAnswer(404);
 *       await visit(page, "/fr/nulle-part");
 *     });
 *
 * and then exactly one document must answer so, with exactly one such line in the console.
 */
export class Watch {
  private readonly problems: string[] = [];
  private readonly origin: string;
  private readonly meant: number[] = [];
  private readonly answered: number[] = [];
  private readonly logged: number[] = [];

  constructor(base: string) {
    this.origin = new URL(base).origin;
  }

  /** Allows one document, exactly, to answer with this status; said twice, two documents. */
  expectAnswer(status: 404 | 410 | 413 | 422): void {
    this.meant.push(status);
  }

  follow(page: Page): void {
    page.on("console", (message) => this.onConsole(message));
    page.on("pageerror", (error) => this.problems.push(`the page threw: ${error.message}`));
    page.on("request", (request) => this.onRequest(request));
    page.on("requestfailed", (request) => this.onFailure(request));
    page.on("response", (response) => this.onResponse(response));
  }

  verify(): void {
    const told = (statuses: number[]) => [...statuses].sort().join(" ");
    if (told(this.answered) !== told(this.meant) || told(this.logged) !== told(this.meant)) {
      this.problems.push(`documents were meant to answer ${told(this.meant)}: they answered ${told(this.answered)}, and the console says ${told(this.logged)}`);
    }
    expect(this.problems, "what the page did wrong").toEqual([]);
  }

  private onConsole(message: ConsoleMessage): void {
    if (message.type() !== "error") return;
    const status = this.meant.find((status) => message.text().includes(`status of ${status} `));
    if (status) this.logged.push(status);
    else this.problems.push(`console: ${message.text()} (${message.location().url})`);
  }

  private onRequest(request: Request): void {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== this.origin) this.problems.push(`asked another origin: ${url}`);
  }

  private onFailure(request: Request): void {
    const why = request.failure()?.errorText ?? "";
    // What a navigation or a newer answer made useless is aborted, and should be. What a policy refused is in the console,
    // unless it is only a program that JavaScript turned off had no use for.
    if (why !== "net::ERR_ABORTED" && why !== "csp") this.problems.push(`failed: ${request.method()} ${request.url()} (${why})`);
  }

  private onResponse(response: Response): void {
    if (response.status() < 400) return;
    // With the program, a form is sent without leaving its page.
    const isDocument = ["document", "fetch"].includes(response.request().resourceType());
    if (isDocument && this.meant.includes(response.status())) this.answered.push(response.status());
    else this.problems.push(`answered ${response.status()}: ${response.url()}`);
  }
}

export const test = base.extend<{ watch: Watch }>({
  watch: async ({ baseURL }, use) => {
    const watch = new Watch(baseURL ?? "");
    await use(watch);
    watch.verify();
  },
  page: async ({ page, watch }, use) => {
    watch.follow(page);
    await use(page);
  },
});

/** Whether this project lets the page run its program. */
export function withScript(): boolean {
  return test.info().project.use.javaScriptEnabled !== false;
}

/** Waits until the program of the page took over, which it says on the root element. Without JavaScript there is nothing to wait for. */
export async function hydrated(page: Page): Promise<void> {
  if (withScript()) await expect(page.locator("html"), "the page was hydrated").toHaveAttribute("data-hydrated", "true");
}

/** Goes to a page and waits until it is ready to be used. */
export async function visit(page: Page, path: string): Promise<Response> {
  const response = await page.goto(path);
  await hydrated(page);
  if (!response) throw new Error(`${path} gave no answer`);
  return response;
}

/** The only heading of the first level. */
export function title(page: Page): Locator {
  return page.getByRole("heading", { level: 1 });
}

/** The rows of a list of opportunities. */
export function results(page: Page): Locator {
  return page.locator("main .results > .result");
}

/** The link, in a row, to its opportunity. */
export function linkOf(row: Locator): Locator {
  return row.getByRole("heading").getByRole("link");
}

/** What tells screen readers how many were found. */
export function count(page: Page, lang: Lang): Locator {
  return page.getByRole("main").getByRole("status").filter({ hasText: new RegExp(`${texts[lang].counted.source}|${texts[lang].nothing.source}`) });
}

/** Where navigations are announced. */
export function announcement(page: Page): Locator {
  return page.locator('.live[role="status"]');
}

/** The address of the sample that states little. */
export async function pathOfSilent(request: APIRequestContext, lang: Lang): Promise<string> {
  const { words, title } = samples.silent;
  const answer = await request.get("/api/v1/opportunities", { params: { q: words[lang], lang } });
  const { items } = (await answer.json()) as { items: { title: string; slug: string }[] };
  const item = items.find((item) => item.title === title[lang]);
  if (!item) throw new Error(`no sample is called ${title[lang]}: is the server run with --sample?`);
  return `${paths.opportunities[lang]}/${item.slug}`;
}

/** Waits until what is measured will stay: our own letters, and no transition on its way. The shortest transition lasts until
 * the next frame, which a browser without a screen may not draw for long: so they are ended, and those that they begin. */
async function settled(page: Page): Promise<void> {
  const settle = () => {
    for (const animation of document.getAnimations()) animation.finish();
    return { fonts: [...document.fonts].every((font) => font.status === "loaded"), moving: document.getAnimations().length };
  };
  await expect.poll(() => page.evaluate(settle), { message: "the page came to rest", intervals: [10, 20, 50, 100] }).toEqual({ fonts: true, moving: 0 });
}

interface AxeViolation {
  id: string;
  help: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

declare global {
  interface Window {
    axe: { run(context: Document, options: object): Promise<{ violations: AxeViolation[] }> };
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails when the page breaks a rule of WCAG 2.2 AA that a program can see, contrast included. axe is a program itself: without JavaScript nothing is audited. */
export async function audit(page: Page, when = ""): Promise<void> {
  if (!withScript()) return;
  await settled(page);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
    const { violations } = await window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })) }));
  });
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  at ${target.join(" ")}\n  ${failureSummary?.replaceAll("\n", "\n  ")}`),
  );
  expect(told.join("\n\n"), `accessibility of ${page.url()} ${when}`).toBe("");
}

/** Fails when the page is wider than its window, and names what sticks out. */
export async function expectNoOverflow(page: Page): Promise<void> {
  await settled(page);
  const out = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > room + 1).map((element) => `<${element.localName} class="${element.getAttribute("class") ?? ""}">`);
  });
  expect(out.slice(0, 5), `what sticks out at ${page.viewportSize()?.width} px on ${page.url()}`).toEqual([]);
}
