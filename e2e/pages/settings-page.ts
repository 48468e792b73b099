import { expect, type Locator, type Page } from "@playwright/test";

const titles = { en: "Settings", de: "Einstellungen" } as const;
const languages = { en: "English", de: "Deutsch" } as const;
const themes = { dark: /^(Dark|Dunkel)$/, light: /^(Light|Hell)$/ } as const;

/** What belongs to the person, and what belongs to the project. */
export class SettingsPage {
  readonly dialog: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.dialog = page.getByRole("dialog", { name: /^(Settings|Einstellungen)$/ });
  }

  async open(): Promise<void> {
    await this.#page.keyboard.press("Control+,");
    await this.dialog.waitFor();
  }

  async close(): Promise<void> {
    await this.#page.keyboard.press("Escape");
    await this.dialog.waitFor({ state: "hidden" });
  }

  async setTheme(theme: keyof typeof themes): Promise<void> {
    await this.open();
    await this.dialog.getByRole("radio", { name: themes[theme] }).click();
    await expect(this.#page.locator("html")).toHaveAttribute("data-theme", theme);
    await this.close();
  }

  async setLanguage(language: keyof typeof languages): Promise<void> {
    await this.open();
    await this.dialog.getByRole("radio", { name: languages[language] }).click();
    await expect(this.dialog.getByRole("heading", { level: 2 })).toHaveText(titles[language]);
    await this.close();
  }
}
