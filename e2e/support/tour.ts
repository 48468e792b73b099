import { expect, type Page } from "@playwright/test";
import type { Pages } from "../pages/pages.ts";

/**
 * Shows one screen after the other, and the dialogs, by keyboard alone; begins on the review screen of an open project
 * and ends on the start screen. `look` is called when each is there and at rest.
 */
export async function tour(page: Page, at: Pages, look: (screen: string) => Promise<void>): Promise<void> {
  const { keyboard } = page;
  const dialog = page.getByRole("dialog");
  const closeDialog = async (): Promise<void> => {
    await keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  };
  await at.go("Data");
  await expect(page.getByRole("grid").getByRole("gridcell").nth(1)).not.toBeEmpty();
  await look("data");
  await keyboard.press("Control+5");
  await at.propose.found();
  await look("propose");
  await at.go("Review");
  await page.getByRole("grid").getByRole("gridcell").first().locator("canvas").waitFor();
  await look("review");
  await keyboard.press("f");
  await page.getByRole("listbox").getByRole("option").first().locator("canvas").waitFor();
  await expect(page.getByRole("main").getByRole("img").first()).toBeVisible();
  await look("focus");
  await keyboard.press("Escape");
  await at.go("Judge");
  await page.getByRole("main").getByRole("table").first().waitFor();
  await look("judge");
  await at.go("Release");
  await page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
  await look("release");
  await keyboard.press("Control+k");
  await dialog.getByRole("option").first().waitFor();
  await look("commands");
  await closeDialog();
  await keyboard.press("?");
  await dialog.waitFor();
  await look("keys");
  await closeDialog();
  await keyboard.press("Control+,");
  await dialog.waitFor();
  await look("settings");
  await closeDialog();
  await keyboard.press("Control+Shift+x");
  await page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
  await expect(at.stages).toBeHidden();
  await look("start");
}
