import type { Locator, Page } from "@playwright/test";

/** Training, versions, the bound and its proof. */
export class JudgePage {
  /** Where the work stands, in one sentence. */
  readonly statement: Locator;
  readonly train: Locator;
  readonly trainNew: Locator;
  readonly stop: Locator;
  readonly versions: Locator;
  readonly limit: Locator;
  readonly useLimit: Locator;
  readonly checks: Locator;
  readonly labelChecks: Locator;
  readonly labelNext: Locator;
  readonly goToRelease: Locator;

  constructor(page: Page) {
    const main = page.getByRole("main");
    this.statement = main.getByRole("heading", { level: 1 });
    this.train = main.getByRole("button", { name: /^Train\b(?! a new)/ });
    this.trainNew = main.getByRole("button", { name: "Train a new version" });
    this.stop = main.getByRole("button", { name: "Stop" });
    this.versions = main.getByRole("table").filter({ hasText: "ROC AUC" });
    this.limit = main.getByRole("slider", { name: "Largest share of bad masks among those accepted" });
    this.useLimit = main.getByRole("button", { name: "Use this limit" });
    this.checks = main.getByRole("img", { name: /still to be marked$/ });
    this.labelChecks = main.getByRole("button", { name: /^Label \d+ more/ });
    this.labelNext = main.getByRole("button", { name: /^Label these \d+/ });
    this.goToRelease = main.getByRole("button", { name: "Go to Release" });
  }

  version(version: number): Locator {
    return this.versions.getByRole("row", { name: new RegExp(`^v${version}\\b`) });
  }
}
