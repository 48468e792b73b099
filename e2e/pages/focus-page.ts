import type { Locator, Page } from "@playwright/test";

/** Pixels of a canvas in the colours of the error map; a grey image with yellow masks has none of either. */
export interface Strokes {
  readonly missed: number;
  readonly tooMuch: number;
}

/** One case large: its image, its masks, and what the person says of them. */
export class FocusPage {
  readonly bar: Locator;
  readonly case: Locator;
  readonly pictures: Locator;
  readonly masks: Locator;
  readonly current: Locator;
  /** The masks of the case and what explains the picture. */
  readonly strip: Locator;
  readonly stripToggle: Locator;
  /** How much of one mask is not in the other it is compared with. */
  readonly onlyIn: Locator;
  readonly inspector: Locator;
  readonly hiddenOpinion: Locator;
  readonly opinion: Locator;
  readonly explanation: Locator;
  readonly signals: Locator;
  readonly errorMap: Locator;
  readonly errorLegend: Locator;
  readonly amounts: Locator;

  constructor(page: Page) {
    this.bar = page.getByRole("toolbar", { name: "Case" });
    this.case = this.bar.getByRole("heading", { level: 1 });
    this.pictures = page.getByRole("main").getByRole("img", { name: /^Image$|, slice \d+ of \d+$/ });
    this.masks = page.getByRole("listbox", { name: "Masks of this case" });
    this.current = this.masks.getByRole("option", { selected: true });
    this.strip = page.locator("[data-region=candidates]");
    this.stripToggle = this.bar.getByRole("button", { name: "Masks of this case" });
    this.onlyIn = this.strip.getByText(/^only in /);
    this.inspector = page.getByRole("complementary", { name: "Inspector" });
    this.hiddenOpinion = this.inspector.getByText("Hidden until you decide");
    this.opinion = this.inspector.getByText(/chance of being good/);
    this.explanation = this.inspector.getByText(/^(Against|For): /);
    this.signals = this.inspector.getByRole("table", { name: "What speaks for and against this mask" });
    this.errorMap = this.bar.getByRole("button", { name: "Error map" });
    this.errorLegend = page.getByRole("region", { name: "Where the judge expects errors" });
    this.amounts = this.errorLegend.getByText(/^Probably /);
  }

  /** What is drawn of the error map over the first picture. */
  async strokes(): Promise<Strokes> {
    return await this.pictures.first().locator("canvas").evaluate(countStrokes);
  }
}

// Runs in the page: it has all that it needs.
function countStrokes(canvas: HTMLElement | SVGElement): Strokes {
  const { width, height } = canvas as HTMLCanvasElement;
  const { data } = (canvas as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, width, height);
  let [missed, tooMuch] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue] = [data[at]!, data[at + 1]!, data[at + 2]!];
    if (red > 180 && red > green + 90 && blue > green + 40) missed += 1;
    if (blue > 180 && blue > red + 90 && blue > green + 30) tooMuch += 1;
  }
  return { missed, tooMuch };
}
