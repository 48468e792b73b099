import type { Locator, Page } from "@playwright/test";
import { DataPage } from "./data-page.ts";
import { FocusPage } from "./focus-page.ts";
import { JudgePage } from "./judge-page.ts";
import { MendPage } from "./mend-page.ts";
import { PalettePage } from "./palette-page.ts";
import { ProposePage } from "./propose-page.ts";
import { ReleasePage } from "./release-page.ts";
import { ReviewPage } from "./review-page.ts";
import { SettingsPage } from "./settings-page.ts";
import { StartPage } from "./start-page.ts";
import { VolumesPage } from "./volumes-page.ts";

export type Stage = "Data" | "Review" | "Judge" | "Release";

const STAGES: readonly Stage[] = ["Data", "Review", "Judge", "Release"];

/** The screens of a window: things in it by their roles and names, the same in both shells. */
export class Pages {
  readonly start: StartPage;
  readonly data: DataPage;
  readonly mend: MendPage;
  readonly volumes: VolumesPage;
  readonly propose: ProposePage;
  readonly review: ReviewPage;
  readonly focus: FocusPage;
  readonly judge: JudgePage;
  readonly release: ReleasePage;
  readonly palette: PalettePage;
  readonly settings: SettingsPage;
  readonly stages: Locator;
  /** Over the window while the core is away. */
  readonly lost: Locator;
  /** What is said in place of the key legend. */
  readonly notice: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.start = new StartPage(page);
    this.data = new DataPage(page);
    this.mend = new MendPage(page);
    this.volumes = new VolumesPage(page);
    this.propose = new ProposePage(page);
    this.review = new ReviewPage(page);
    this.focus = new FocusPage(page);
    this.judge = new JudgePage(page);
    this.release = new ReleasePage(page);
    this.palette = new PalettePage(page);
    this.settings = new SettingsPage(page);
    this.stages = page.getByRole("navigation", { name: /^(Steps|Schritte)$/ });
    this.notice = page.getByRole("alert").or(page.getByRole("status"));
    this.lost = page.getByRole("alertdialog", { name: "Getting your project back" });
  }

  /** Goes to a screen by its key. */
  async go(stage: Stage): Promise<void> {
    const index = STAGES.indexOf(stage);
    await this.#page.keyboard.press(`Control+${index + 1}`);
    await this.stages.getByRole("button").nth(index).and(this.#page.locator("[aria-current=page]")).waitFor();
  }
}
