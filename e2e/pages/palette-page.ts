import type { Locator, Page } from "@playwright/test";

/** Everything that can be done now, by its name. */
export class PalettePage {
  readonly dialog: Locator;
  readonly field: Locator;
  readonly chosen: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.dialog = page.getByRole("dialog", { name: "Commands" });
    this.field = this.dialog.getByRole("combobox", { name: "Find a command or a case" });
    this.chosen = this.dialog.getByRole("option", { selected: true });
  }

  async open(): Promise<void> {
    await this.#page.keyboard.press("Control+k");
    await this.field.waitFor();
  }

  /** Types a command (or a case) and runs what is found first. */
  async run(name: string): Promise<void> {
    await this.open();
    await this.field.fill(name);
    await this.chosen.filter({ hasText: name }).waitFor();
    await this.field.press("Enter");
    await this.dialog.waitFor({ state: "hidden" });
  }
}
