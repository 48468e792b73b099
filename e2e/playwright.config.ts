import { defineConfig } from "@playwright/test";
import { browserOnly, electronOnly } from "./support/one-shell.ts";

/** The true application in Electron, and the same interface in a browser: one set of journeys, two shells. */
export default defineConfig({
  testDir: ".",
  globalSetup: "./support/global-setup.ts",
  testMatch: "**/*.spec.ts",
  outputDir: "../.cache/e2e",
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Each window brings a core and an engine of its own, which mostly wait for what the test does next.
  workers: 2,
  fullyParallel: false,
  retries: 0,
  reporter: process.env["WINNOW_E2E_REPORT"]
    ? [["list"], ["json", { outputFile: process.env["WINNOW_E2E_REPORT"] }]]
    : "list",
  projects: [
    { name: "electron", grepInvert: new RegExp(browserOnly.tag), use: { shellKind: "electron" } as object },
    { name: "browser", grepInvert: new RegExp(electronOnly.tag), use: { shellKind: "browser" } as object },
  ],
});
