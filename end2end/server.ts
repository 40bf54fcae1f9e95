// Which server the browser looks at, and which browser looks.
import { execFileSync } from "node:child_process";
import type { LaunchOptions, PlaywrightTestConfig } from "@playwright/test";

/** The address of the server: BASE for one that runs already, else one of our own on a free port. */
export const base = process.env.BASE?.replace(/\/+$/, "") ?? `http://127.0.0.1:${port()}`;

/** Our own server: the binary that `make build` left, with samples, on a data folder made for this run. */
export const webServer: PlaywrightTestConfig["webServer"] = process.env.BASE
  ? undefined
  : {
      command: `exec node build/serve-sample.mjs ${port()}`,
      cwd: "..",
      url: `${base}/readyz`,
      timeout: 60_000,
      gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
      stdout: "ignore",
      stderr: "pipe",
    };

/** Debian's Chromium, with a fresh profile and without the errands it runs for itself. */
export const launchOptions: LaunchOptions = {
  executablePath: process.env.QA_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** A free port. The workers inherit the environment, and with it the choice. */
function port(): string {
  const listen = 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })';
  process.env.QA_END2END_PORT ??= execFileSync(process.execPath, ["--eval", listen], { encoding: "utf8" }).trim();
  return process.env.QA_END2END_PORT;
}
