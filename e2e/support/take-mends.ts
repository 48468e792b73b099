import { Pages } from "../pages/pages.ts";
import { makeAiling } from "./ailing-project.ts";
import type { BrowserShell } from "./browser-shell.ts";
import { takeBoth, takeOne } from "./take-picture.ts";

/** Pictures of masks that do not fit their images, and of their remedies. */
export async function takeMends(shell: BrowserShell, documents: string): Promise<void> {
  const { page } = shell;
  const { mend, ...at } = new Pages(page);
  const { project } = await makeAiling(documents);
  await shell.give(project, () => at.start.openProject.click());
  await at.stages.waitFor();
  await page.keyboard.press("Control+1");
  if (!(await at.data.findings.isVisible())) await page.keyboard.press("i");
  await at.data.finding("Mask is a colour picture").getByRole("button", { name: "Mend…" }).click();
  await mend.said.filter({ hasText: "Voxels inside" }).waitFor();
  await takeBoth(page, "mend-colours");
  await mend.groups.filter({ hasText: "different sizes" }).click();
  await page.keyboard.press("ArrowRight");
  await mend.said.filter({ hasText: "Voxels inside" }).waitFor();
  await takeBoth(page, "mend");
  await at.settings.setLanguage("de");
  await takeOne(page, "mend-german");
  await at.settings.setLanguage("en");
  for (let n = 0; n < 3; n += 1) {
    const left = await mend.groups.count();
    await page.keyboard.press("Control+Enter");
    await mend.groups.nth(left - 1).waitFor({ state: "detached" });
  }
  await takeBoth(page, "mend-done");
  await page.keyboard.press("Control+Shift+x");
  await at.start.statement.waitFor();
}
