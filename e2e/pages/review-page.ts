import { expect, type Locator, type Page } from "@playwright/test";
import { answerOf } from "../support/answers.ts";

export type Label = "accept" | "later" | "reject";

export const LABEL_KEYS: Readonly<Record<Label, string>> = { accept: "1", later: "2", reject: "3" };

/** The review grid and what stands around it. */
export class ReviewPage {
  readonly grid: Locator;
  readonly inspector: Locator;
  /** Name of the focused mask: its case and letter. */
  readonly focused: Locator;
  readonly show: Locator;
  readonly disagree: Locator;
  readonly agreement: Locator;
  readonly reasons: Locator;
  readonly note: Locator;
  readonly selection: Locator;
  /** How many labels are on disk, in the status bar. */
  readonly saved: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.grid = page.getByRole("grid", { name: "Masks" });
    this.inspector = page.getByRole("complementary", { name: "Inspector" });
    this.focused = this.inspector.getByRole("heading", { level: 1 });
    this.show = page.getByRole("radiogroup", { name: "Show" });
    this.disagree = page.getByRole("button", { name: "Disagree" });
    this.agreement = page.getByRole("button", { name: "Agreement between raters" });
    this.reasons = this.inspector.getByRole("radiogroup");
    this.note = this.inspector.getByRole("textbox", { name: "Note" });
    this.selection = page.getByRole("toolbar", { name: /selected$/ });
    this.saved = page.getByTestId("saved");
  }

  /** A mask in the grid, by its case and letter ("dsb_1 A"). */
  tile(name: string): Locator {
    return this.grid.getByRole("gridcell", { name });
  }

  reason(name: string): Locator {
    return this.inspector.getByRole("radiogroup", { name });
  }

  /** Chooses the order of the masks by keyboard; the focus is then on the grid again. */
  async orderBy(order: "Most useful first" | "By case"): Promise<void> {
    const { keyboard } = this.#page;
    const button = this.#page.getByRole("toolbar", { name: "Filter" }).getByRole("button", { name: /^Order/ });
    await button.focus();
    await keyboard.press("ArrowDown");
    const item = this.#page.getByRole("menuitemradio", { name: order });
    await item.waitFor();
    await keyboard.type(order[0]!);
    await expect(item).toBeFocused();
    await keyboard.press("Enter");
    await expect(button).toContainText(order);
    // Until the new order is there the tiles keep their places, and keys mean these.
    await expect(this.grid).toHaveAttribute("aria-busy", "false");
    await keyboard.press("F6");
    await this.ready();
  }

  /** Waits until the first masks are there and the grid hears keys. */
  async ready(): Promise<void> {
    await expect(this.grid.getByRole("gridcell").first()).not.toHaveText(/^(Loading)?$/);
    await expect(this.grid).toBeFocused();
  }

  async focusedName(): Promise<string> {
    return (await this.focused.textContent())!;
  }

  /** Waits until so many labels are on disk. */
  async expectSaved(nLabels: number): Promise<void> {
    await expect(this.saved).toContainText(nLabels === 1 ? "1 label saved" : `All ${nLabels} labels saved`);
  }

  /** Labels the focused mask by its key. */
  async mark(label: Label): Promise<void> {
    await this.#page.keyboard.press(LABEL_KEYS[label]);
  }

  /** What the answer sheet of the sample says of the focused mask. */
  async answer(): Promise<"accept" | "reject"> {
    const path = await this.inspector.getByText(/^Mask from file: /).textContent();
    return answerOf(path!.replace("Mask from file: ", ""));
  }

  /** Answers the next masks by key from the answer sheet; each moves on to another until none is left. */
  async answerNext(n: number): Promise<void> {
    for (let i = 0; i < n; i += 1) {
      const name = await this.focusedName();
      await this.mark(await this.answer());
      if (i < n - 1) await expect(this.focused).not.toHaveText(name);
    }
  }
}
