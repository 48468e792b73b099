import type { Locator, Page } from "@playwright/test";

/** Training, versions, the bound and its proof. */
export class JudgePage {
  /** Where the work stands, in one sentence. */
  readonly statement: Locator;
  readonly train: Locator;
  readonly trainNew: Locator;
  readonly stop: Locator;
  /** How far the training has come, in the status bar. */
  readonly round: Locator;
  readonly versions: Locator;
  readonly limit: Locator;
  readonly useLimit: Locator;
  readonly checks: Locator;
  readonly labelChecks: Locator;
  readonly labelNext: Locator;
  /** Of the next labels: how many teach, and how many are random checks. */
  readonly nextKinds: Locator;
  readonly goToRelease: Locator;

  constructor(page: Page) {
    const main = page.getByRole("main");
    this.statement = main.getByRole("heading", { level: 1 });
    this.train = main.getByRole("button", { name: /^Train\b(?! a new)/ });
    this.trainNew = main.getByRole("button", { name: "Train a new version" });
    this.stop = main.getByRole("button", { name: "Stop" });
    this.round = page.getByRole("contentinfo").getByRole("group", { name: /^Training the judge, round \d+ of \d+/ });
    this.versions = main.getByRole("table").filter({ hasText: "ROC AUC" });
    this.limit = main.getByRole("slider", { name: "Largest share of bad masks among those accepted" });
    this.useLimit = main.getByRole("button", { name: "Use this limit" });
    this.checks = main.getByRole("img", { name: /still to be marked$/ });
    this.labelChecks = main.getByRole("button", { name: /^Label \d+ more/ });
    this.labelNext = main.getByRole("button", { name: /^Label these \d+/ });
    this.nextKinds = main.getByText(/\d+ by lot to prove the bound\./);
    this.goToRelease = main.getByRole("button", { name: "Go to Release" });
  }

  version(version: number): Locator {
    return this.versions.getByRole("row", { name: new RegExp(`^v${version}\\b`) });
  }
}
