import type { Locator, Page } from "@playwright/test";

/** What was added: cases in a table, what was noticed of the files. */
export class DataPage {
  readonly table: Locator;
  readonly search: Locator;
  readonly show: Locator;
  readonly findings: Locator;
  readonly startReviewing: Locator;
  readonly adding: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.table = page.getByRole("grid", { name: "Cases" });
    this.search = page.getByRole("textbox", { name: "Search case, patient or file" });
    this.show = page.getByRole("radiogroup", { name: "Show" });
    this.findings = page.getByRole("complementary", { name: "Findings" });
    this.startReviewing = page.getByRole("button", { name: "Start reviewing" });
    this.adding = page.getByRole("region", { name: /^Adding / });
  }

  row(name: string): Locator {
    return this.table.getByRole("row", { name });
  }

  finding(title: string): Locator {
    return this.findings.locator("section").filter({ has: this.#page.getByRole("heading", { name: title }) });
  }

  /** Remembers from now on what the bars of progress say: adding a few files is over before one could look. */
  async watchProgress(): Promise<() => Promise<string[]>> {
    await this.#page.evaluate(() => {
      const seen = new Set<string>();
      const look = (): void => {
        for (const bar of document.querySelectorAll("[role=progressbar]"))
          seen.add(bar.getAttribute("aria-label") ?? "");
      };
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
      (window as unknown as { progressSeen: Set<string> }).progressSeen = seen;
    });
    return () => this.#page.evaluate(() => [...(window as unknown as { progressSeen: Set<string> }).progressSeen]);
  }
}
