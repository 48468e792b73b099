import { expect, type Locator, type Page } from "@playwright/test";

/** Recipes, what the chosen one makes of three images, and the run over all. */
export class ProposePage {
  readonly title: Locator;
  readonly recipes: Locator;
  readonly images: Locator;
  readonly large: Locator;
  readonly run: Locator;
  readonly stop: Locator;
  readonly className: Locator;
  readonly summary: Locator;
  readonly startReviewing: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    const main = page.getByRole("main");
    this.title = main.getByRole("heading", { level: 1, name: "Propose masks" });
    this.recipes = main.getByRole("list", { name: "Recipes" });
    this.images = main.getByRole("group", { name: /^Image / });
    /** Its own steppers carry the keys. */
    this.large = this.images.filter({ has: page.locator("[aria-keyshortcuts=ArrowRight]") });
    this.run = main.getByRole("button", { name: /^Make masks of / });
    this.stop = main.getByRole("button", { name: "Stop" });
    this.className = main.getByRole("textbox", { name: "What the masks are of" });
    this.summary = main.getByRole("region", { name: "What was made" });
    this.startReviewing = main.getByRole("button", { name: "Start reviewing" });
  }

  /** Where a recipe is chosen. */
  recipe(name: string): Locator {
    return this.recipes.getByRole("listitem").filter({ has: this.#page.getByText(name, { exact: true }) });
  }

  toggle(name: string): Locator {
    return this.recipes.getByRole("checkbox", { name: `Run ${name}`, exact: true });
  }

  async choose(name: string): Promise<void> {
    await this.recipe(name).getByRole("button").click();
    await expect(this.form(name)).toBeVisible();
  }

  /** All that a recipe does. */
  form(name: string): Locator {
    return this.#page.getByRole("complementary", { name: `Recipe ${name}`, exact: true });
  }

  slider(name: string | RegExp): Locator {
    return this.#page.getByRole("main").getByRole("slider", { name });
  }

  /** What is said of the mask of each image, once all are there and nothing is under way. */
  async found(): Promise<string[]> {
    const words = this.images.getByText(/ inside/);
    await expect(words).toHaveCount(await this.images.count());
    await expect(this.images.getByText(/Coarse/)).toHaveCount(0);
    return await words.allTextContents();
  }

  /** Pixels of the large picture in the colour of the first class. */
  async outlined(): Promise<number> {
    return await this.large.locator("canvas").evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const { data } = (canvas as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, width, height);
      let n = 0;
      for (let at = 0; at < data.length; at += 4)
        if (data[at]! > 180 && data[at + 2]! < 60 && data[at + 1]! > 140) n += 1;
      return n;
    });
  }
}
