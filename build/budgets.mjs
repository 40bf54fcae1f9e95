// Fails when what a first visit downloads outgrows its budget. Sizes are of the brotli files in target/site, in bytes.
//
//   node build/budgets.mjs
import { readFileSync, statSync } from "node:fs";

const SITE = "target/site";
const manifest = JSON.parse(readFileSync(`${SITE}/manifest.json`, "utf8"));

/** Name, files, the most bytes they may weigh; what has no budget is told all the same. */
const rows = [
  ["WASM", [`${manifest.wasm}.br`], 260_000],
  ["CSS", [`${manifest.css}.br`], 25_000],
  ["JavaScript", [`${manifest.js}.br`], undefined],
  ["fonts", manifest.fonts, undefined],
];

let over = 0;
for (const [name, files, budget] of rows) {
  const bytes = files.reduce((sum, file) => sum + statSync(`${SITE}${file}`).size, 0);
  const words = budget ? `of ${budget.toLocaleString("en")}` : "no budget";
  const verdict = budget && bytes > budget ? `✗ ${(bytes - budget).toLocaleString("en")} too many` : "";
  console.log(`  ${name.padEnd(10)} ${bytes.toLocaleString("en").padStart(8)} bytes, ${words} ${verdict}`.trimEnd());
  if (verdict) over += 1;
}
process.exit(over ? 1 : 0);
