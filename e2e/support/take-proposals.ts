import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Pages } from "../pages/pages.ts";
import type { BrowserShell } from "./browser-shell.ts";
import { winnow } from "./command-line.ts";
import { copyNuclei } from "./sample.ts";
import { takeBoth, takeOne } from "./take-picture.ts";

const N_IMAGES = 24;
/** Different enough to be looked at beside each other. */
const RECIPES = ["otsu", "li", "multi-otsu", "triangle", "sauvola", "watershed-gradient", "region-growing"];

/** Pictures of the way from images alone to masks that can be compared. */
export async function takeProposals(shell: BrowserShell, documents: string): Promise<void> {
  const { page } = shell;
  const at = new Pages(page);
  const { propose } = at;
  const { empty, images } = await makeProjects(documents);

  await shell.give(empty, () => at.start.openProject.click());
  await page.keyboard.press("Control+1");
  await at.stages.waitFor();
  await page.keyboard.press("Control+5");
  await propose.title.waitFor();
  await takeBoth(page, "propose-empty");
  await page.keyboard.press("Control+Shift+x");
  await at.start.statement.waitFor();

  await shell.give(images, () => at.start.openProject.click());
  await page.getByRole("button", { name: "Propose masks" }).first().waitFor();
  await takeOne(page, "propose-no-masks");
  await page.keyboard.press("Control+5");
  for (const box of await propose.recipes.getByRole("checkbox").all()) {
    const name = ((await box.locator("..").textContent()) ?? "").replace(/^Run /, "");
    await box.setChecked(RECIPES.includes(name));
  }
  await propose.choose("watershed-gradient");
  await page.locator("body").click({ position: { x: 5, y: 60 } });
  await propose.found();
  await takeBoth(page, "propose");
  await at.settings.setLanguage("de");
  await takeOne(page, "propose-german");
  await at.settings.setLanguage("en");
  await propose.className.fill("nuclei");
  await page.keyboard.press("Control+Enter");
  await propose.summary.waitFor({ timeout: 120_000 });
  await takeBoth(page, "propose-made");

  await page.keyboard.press("Control+Enter");
  await at.review.ready();
  await at.review.orderBy("By case");
  await page.keyboard.press("Home");
  await page.keyboard.press("f");
  await at.focus.masks.getByRole("option").nth(1).locator("canvas").waitFor();
  await takeBoth(page, "propose-strip");
  await at.focus.masks.getByRole("option").nth(3).hover();
  await at.focus.onlyIn.first().waitFor();
  await takeOne(page, "propose-strip-compared", true);
  await page.keyboard.press("Control+Shift+x");
  await at.start.statement.waitFor();
}

/** One with images alone, one without any. */
async function makeProjects(documents: string): Promise<{ empty: string; images: string }> {
  const folder = copyNuclei(join(documents, "microscope"), N_IMAGES);
  for (const kind of readdirSync(folder)) if (kind !== "images") rmSync(join(folder, kind), { recursive: true });
  const images = join(documents, "microscope.winnow");
  await winnow("add", folder, "--project", images);
  const nothing = join(documents, "nothing yet");
  mkdirSync(nothing);
  const empty = join(documents, "nothing-yet.winnow");
  await winnow("add", nothing, "--project", empty);
  return { empty, images };
}
