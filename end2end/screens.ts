// Every page, whole, for people to look at: 390 and 1280 px, by day and by night; and at 1280 px without JavaScript.
//
//   BASE   the server to look at; without it, one with samples is started
//   PATHS  the paths to look at, separated by spaces; without it, every page
//   OUT    the folder of the pictures; without it, quebec-attire-screens in the temporary folder
import { test } from "@playwright/test";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { hydrated, pathOfSilent } from "./fixtures";
import { langs, paths } from "./texts";

// npm runs this in end2end/; a relative OUT is one of the folder that `make` was called in.
const out = process.env.OUT ? resolve(process.env.INIT_CWD ?? ".", process.env.OUT) : join(tmpdir(), "quebec-attire-screens");
const asked = process.env.PATHS?.split(/\s+/).filter(Boolean);
const known = langs.flatMap((lang) => [...Object.values(paths).map((path) => path[lang]), `posting:${lang}`, `/${lang}/nulle-part`]);
const looks = [390, 1280].flatMap((width) => (["light", "dark"] as const).map((colorScheme) => ({ width, colorScheme, script: true })));

for (const { width, colorScheme, script } of [...looks, { width: 1280, colorScheme: "light" as const, script: false }]) {
  test.describe(`${width} px, ${colorScheme}, ${script ? "WASM" : "no JavaScript"}`, () => {
    test.use({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled: script });
    for (const path of asked ?? known) {
      test(path, async ({ page, request }) => {
        const where = path.startsWith("posting:") ? await pathOfSilent(request, path === "posting:fr" ? "fr" : "en") : path;
        await page.goto(where);
        if (script) await hydrated(page);
        const name = where.replace(/[^\w]+/g, "-").replace(/^-|-$/g, "");
        await page.screenshot({ path: join(out, `${name}-${width}-${colorScheme}${script ? "" : "-no-js"}.png`), fullPage: true, animations: "disabled" });
      });
    }
  });
}
