import { Pages } from "../pages/pages.ts";
import type { BrowserShell } from "./browser-shell.ts";
import { makeSeriesProject } from "./series-project.ts";
import { takeBoth, takeOne } from "./take-picture.ts";

/** Pictures of files with several volumes, of which one is chosen. */
export async function takeVolumes(shell: BrowserShell, documents: string): Promise<void> {
  const { page } = shell;
  const { volumes, ...at } = new Pages(page);
  const { project } = await makeSeriesProject(documents);
  await shell.give(project, () => at.start.openProject.click());
  await at.stages.waitFor();
  await page.keyboard.press("Control+1");
  if (!(await at.data.findings.isVisible())) await page.keyboard.press("i");
  await at.data.finding("File holds several volumes").waitFor();
  await takeOne(page, "volumes-finding");
  await at.data.finding("File holds several volumes").getByRole("button", { name: "Choose the volume…" }).click();
  await volumes.slider.fill("2");
  await page.locator("body").click({ position: { x: 5, y: 60 } });
  await takeBoth(page, "volumes-channels");
  await page.keyboard.press("ArrowDown");
  await volumes.slider.fill("4");
  await page.locator("body").click({ position: { x: 5, y: 60 } });
  await page.keyboard.press("Control+Enter");
  await volumes.files.filter({ hasText: "Volume 5" }).nth(2).waitFor();
  await takeBoth(page, "volumes");
  await at.settings.setLanguage("de");
  await takeOne(page, "volumes-german");
  await at.settings.setLanguage("en");
  await page.keyboard.press("Control+Shift+x");
  await at.start.statement.waitFor();
}
