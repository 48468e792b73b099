import type { Locator, Page } from "@playwright/test";

/** One case large: its image, its masks, and what the person says of them. */
export class FocusPage {
  readonly bar: Locator;
  readonly case: Locator;
  readonly pictures: Locator;
  readonly masks: Locator;
  readonly current: Locator;
  readonly inspector: Locator;
  readonly hiddenOpinion: Locator;
  readonly opinion: Locator;

  constructor(page: Page) {
    this.bar = page.getByRole("toolbar", { name: "Case" });
    this.case = this.bar.getByRole("heading", { level: 1 });
    this.pictures = page.getByRole("main").getByRole("img", { name: /^Image$|, slice \d+ of \d+$/ });
    this.masks = page.getByRole("listbox", { name: "Masks of this case" });
    this.current = this.masks.getByRole("option", { selected: true });
    this.inspector = page.getByRole("complementary", { name: "Inspector" });
    this.hiddenOpinion = this.inspector.getByText("Hidden until you decide");
    this.opinion = this.inspector.getByText(/chance of being good/);
  }
}
