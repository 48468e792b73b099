import type { Locator, Page } from "@playwright/test";

/** Masks that can be mended: groups, the pictures before and after, and the remedies. */
export class MendPage {
  readonly title: Locator;
  readonly groups: Locator;
  readonly mended: Locator;
  readonly pictures: Locator;
  readonly said: Locator;
  readonly remedies: Locator;
  readonly nextMask: Locator;
  readonly mendAll: Locator;
  readonly mendThis: Locator;
  readonly takeBack: Locator;
  readonly nothing: Locator;

  constructor(page: Page) {
    const main = page.getByRole("main");
    this.title = main.getByRole("heading", { level: 1, name: "Mend masks" });
    this.groups = main.getByRole("list", { name: "What can be mended" }).getByRole("button");
    this.mended = main.getByRole("list", { name: "Mended", exact: true }).getByRole("button");
    this.pictures = main.getByRole("region", { name: "Before and after" });
    this.said = this.pictures.getByRole("status");
    this.remedies = main.getByRole("radiogroup").getByRole("radio");
    this.nextMask = main.getByRole("button", { name: "Next mask" });
    this.mendAll = main.getByRole("button", { name: /^Mend (all|the mask)/ });
    this.mendThis = main.getByRole("button", { name: "Only this mask" });
    this.takeBack = main.getByRole("button", { name: /^Take (it|all .*) back$/ });
    this.nothing = main.getByRole("heading", { name: "Nothing to mend" });
  }

  /** Pixels of a picture in the colour of the first class. */
  async outlined(which: "before" | "after"): Promise<number> {
    const canvas = this.pictures.locator("canvas").nth(which === "before" ? 0 : 1);
    return await canvas.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const { data } = (element as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, width, height);
      let n = 0;
      for (let at = 0; at < data.length; at += 4)
        if (data[at]! > 180 && data[at + 2]! < 60 && data[at + 1]! > 140) n += 1;
      return n;
    });
  }
}
