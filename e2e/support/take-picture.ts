import type { Page } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./places.ts";

/** Where the pictures of all screens lie. */
export const SCREENS = join(root, "docs/screens");
const REST_MS = 500;
/** Beginnings of the names of the pictures that are wanted; none: all. */
const wanted = process.argv.slice(2);

/** Whether any picture whose name begins so is wanted. */
export function isWanted(start: string): boolean {
  return wanted.length === 0 || wanted.some((name) => name.startsWith(start) || start.startsWith(name));
}

/** Whether any picture is wanted besides those whose names begin so. */
export function areOthersWanted(...starts: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((name) => !starts.some((start) => name.startsWith(start)));
}

/** Dark, and light. */
export async function takeBoth(page: Page, name: string): Promise<void> {
  await takeOne(page, `${name}-dark`);
  await switchTheme(page, "light");
  await takeOne(page, `${name}-light`);
  await switchTheme(page, "dark");
}

async function switchTheme(page: Page, theme: "dark" | "light"): Promise<void> {
  // In dialogs keys mean nothing else; there the page is told what the key would tell it.
  if (await page.getByRole("dialog").isVisible())
    await page.evaluate((value) => (document.documentElement.dataset["theme"] = value), theme);
  else await page.keyboard.press("Control+Shift+l");
  await page.locator(`html[data-theme=${theme}]`).waitFor();
}

/** @param isPointerKept what the pointer rests on belongs to the picture */
export async function takeOne(page: Page, name: string, isPointerKept = false): Promise<void> {
  if (wanted.length > 0 && !wanted.some((start) => name.startsWith(start))) return;
  if (!isPointerKept) await page.mouse.move(0, 0);
  // At rest when nothing has changed for a while: pictures come one by one.
  let before: Buffer = Buffer.alloc(0);
  let now: Buffer = await page.screenshot({ animations: "disabled" });
  while (!before.equals(now)) {
    await page.waitForTimeout(REST_MS);
    [before, now] = [now, await page.screenshot({ animations: "disabled" })];
  }
  writeFileSync(join(SCREENS, `${name}.png`), now);
  process.stdout.write(`${name}.png, ${Math.round(now.length / 1024)} KiB\n`);
}
