import type { Locator, Page } from "@playwright/test";

/** The way in: a folder, a project, the sample, or what was open before. */
export class StartPage {
  readonly statement: Locator;
  readonly chooseFolder: Locator;
  readonly openProject: Locator;
  readonly openSample: Locator;
  readonly recents: Locator;
  readonly rater: Locator;
  /** The question where the project file of a new folder goes. */
  readonly newProject: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.statement = page.getByRole("heading", { level: 1, name: "Turn doubtful masks into a data set you can trust" });
    this.chooseFolder = page.getByRole("button", { name: "Choose a folder" });
    this.openProject = page.getByRole("button", { name: "Open a project" });
    this.openSample = page.getByRole("button", { name: "Open the sample" });
    this.recents = page.getByRole("region", { name: "Recent projects" });
    this.rater = page.getByRole("textbox", { name: "Labels are given in the name of" });
    this.newProject = page.getByRole("dialog", { name: "A new project" });
  }

  async sayName(name: string): Promise<void> {
    await this.rater.fill(name);
    await this.rater.press("Enter");
  }

  async createProject(): Promise<void> {
    await this.newProject.getByRole("button", { name: "Create the project" }).click();
    await this.newProject.waitFor({ state: "hidden" });
  }

  async openRecent(name: string): Promise<void> {
    await this.recents.getByRole("button", { name }).click();
    await this.#page.getByRole("navigation", { name: "Steps" }).waitFor();
  }
}
