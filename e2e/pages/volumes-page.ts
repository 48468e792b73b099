import type { Locator, Page } from "@playwright/test";

/** Files with several volumes: the files, the slice of the volume at hand, and the choice. */
export class VolumesPage {
  readonly title: Locator;
  readonly files: Locator;
  readonly picture: Locator;
  readonly heading: Locator;
  readonly slider: Locator;
  readonly forAll: Locator;
  readonly onlyThis: Locator;
  readonly takeBack: Locator;
  readonly nothing: Locator;

  constructor(page: Page) {
    const main = page.getByRole("main");
    this.title = main.getByRole("heading", { level: 1, name: "Choose a volume" });
    this.files = main.getByRole("complementary", { name: "Files with several volumes" }).getByRole("button");
    this.picture = main.getByRole("region", { name: "Middle slice of the volume" });
    this.heading = main.getByRole("heading", { level: 2, name: /^(Volume|Volumen) \d/ });
    this.slider = main.getByRole("slider", { name: "Volume" });
    this.forAll = main.getByRole("button", { name: /^For all \d+ files/ });
    this.onlyThis = main.getByRole("button", { name: "Only this file" });
    this.takeBack = main.getByRole("button", { name: "Take back", exact: true });
    this.nothing = main.getByRole("heading", { name: "No file holds several volumes" });
  }

  /** The mean brightness of the picture, 0 to 255; every volume has its own pattern. */
  async pattern(): Promise<string> {
    return this.picture.locator("canvas").evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const { data } = (element as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, width, height);
      const sums = Array.from({ length: 64 }, () => 0);
      for (let at = 0; at < data.length; at += 4) {
        const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
        sums[8 * Math.floor((8 * y) / height) + Math.floor((8 * x) / width)]! += data[at]!;
      }
      return sums.map((sum) => Math.round((sum * 64) / (width * height) / 8)).join(" ");
    });
  }
}
