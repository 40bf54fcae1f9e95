// What people look at: `make pictures` takes those of the README, `make screens` takes every page. No test.
import { defineConfig } from "@playwright/test";
import { base, launchOptions, webServer } from "./server";

export default defineConfig({
  testDir: ".",
  testMatch: ["pictures.ts", "screens.ts"],
  outputDir: "results",
  fullyParallel: true,
  workers: 2,
  timeout: 120_000,
  reporter: [["list"]],
  use: { baseURL: base, browserName: "chromium", launchOptions, timezoneId: "America/Toronto", contextOptions: { reducedMotion: "reduce" } },
  webServer,
});
