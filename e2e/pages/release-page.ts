import type { Locator, Page } from "@playwright/test";

/** What goes in and what stays out, how and where it is written, and the report. */
export class ReleasePage {
  readonly statement: Locator;
  readonly layout: Locator;
  readonly write: Locator;
  readonly done: Locator;
  readonly report: Locator;
  readonly earlier: Locator;
  /** What will be written, a line each. */
  readonly tree: Locator;
  readonly checks: Locator;
  readonly nameRaters: Locator;
  readonly errorMaps: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    const main = page.getByRole("main");
    this.statement = main.getByRole("heading", { level: 1 });
    this.layout = main.getByRole("radiogroup", { name: "Layout" });
    this.write = main.getByRole("button", { name: "Write release" });
    this.done = main.getByText(/is written and read back/);
    this.report = main.getByRole("button", { name: /^Save report/ });
    this.tree = main.getByRole("list", { name: "What will be written" });
    this.checks = main.getByRole("listitem").filter({ hasText: /Passed|Warning|Failed|At the end/ });
    this.nameRaters = main.getByRole("checkbox", { name: /Name the people/ });
    this.errorMaps = main.getByRole("checkbox", { name: "Error maps beside the masks" });
    this.earlier = main.getByRole("heading", { name: "Earlier releases" });
  }

  async choose(layout: "nnU-Net" | "Flat folder" | "MSD" | "BIDS"): Promise<void> {
    // The radio button itself is hidden; its card draws it.
    await this.layout.locator("label").filter({ hasText: layout }).click();
    await this.layout
      .getByRole("radio", { name: new RegExp(`^${layout}`), checked: true })
      .waitFor({ state: "attached" });
  }

  /** The radio button of a layout, with its name and why it cannot be chosen. */
  card(layout: string): Locator {
    return this.layout.getByRole("radio", { name: new RegExp(`^${layout}`) });
  }

  /** The path where something was written, as the window says it. */
  path(path: string): Locator {
    return this.#page.getByRole("main").getByText(path, { exact: true }).first();
  }
}
