// The browser tests. Every test passes twice: with WASM, and with JavaScript off. Only *.hydrate.spec.ts may need WASM.
import { defineConfig } from "@playwright/test";
import { base, launchOptions, webServer } from "./server";

export default defineConfig({
  testDir: "tests",
  outputDir: "results",
  fullyParallel: true,
  workers: 2,
  // A test that passes the second time is a test that fails.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  // When everything is broken, twenty failures tell as much as two hundred.
  maxFailures: process.env.CI ? 20 : 0,
  expect: { timeout: 10_000 },
  reporter: process.env.CI ? [["list"]] : [["list"], ["html", { open: "never", outputFolder: "report" }]],
  use: {
    baseURL: base,
    browserName: "chromium",
    launchOptions,
    viewport: { width: 1280, height: 800 },
    locale: "fr-CA",
    timezoneId: "America/Toronto",
    colorScheme: "light",
    // Without transitions, a colour is measured as it will stay.
    contextOptions: { reducedMotion: "reduce" },
    actionTimeout: 10_000,
    trace: process.env.CI ? "off" : "retain-on-failure",
  },
  projects: [
    { name: "wasm" },
    { name: "no-js", testIgnore: "*.hydrate.spec.ts", use: { javaScriptEnabled: false } },
  ],
  webServer,
});
