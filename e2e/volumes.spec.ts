import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Pages } from "./pages/pages.ts";
import { axeProblems } from "./support/axe.ts";
import { type ResultRow, winnow } from "./support/command-line.ts";
import { browserOnly, electronOnly } from "./support/one-shell.ts";
import { expect, openProject, test } from "./support/projects.ts";
import { makeSeriesProject } from "./support/series-project.ts";

test(
  "of files with several volumes one is chosen, looked at, for one file and for all",
  electronOnly,
  async ({ shell, page, home }) => {
    const { project, folder } = await makeSeriesProject(home);
    const images = join(folder, "images");
    const files = (): string[] => readdirSync(images).map((name) => readFileSync(join(images, name), "base64"));
    const before = files();
    const { volumes, ...at } = new Pages(page);

    await test.step("the finding says so", async () => {
      await at.start.sayName("Ada Test");
      await shell.give(project, () => at.start.openProject.click());
      await at.stages.waitFor();
      await page.keyboard.press("Control+1");
      await expect(page.getByRole("heading", { name: "4 files hold several volumes" })).toBeVisible();
      if (!(await at.data.findings.isVisible())) await page.keyboard.press("i");
      await at.data.finding("File holds several volumes").getByRole("button", { name: "Choose the volume…" }).click();
      await expect(volumes.title).toBeVisible();
      await expect(volumes.files).toHaveCount(4);
      expect(await axeProblems(page)).toEqual([]);
    });

    await test.step("a slider and keys run through the volumes, by name or by time", async () => {
      await expect(volumes.heading).toHaveText("Volume 1: FLAIR");
      await expect.poll(() => volumes.pattern()).not.toMatch(/^(?:0 ?)+$/);
      const flair = await volumes.pattern();
      await volumes.slider.fill("3");
      await expect(volumes.heading).toHaveText("Volume 4: T2w");
      await expect.poll(() => volumes.pattern()).not.toBe(flair);
      await page.locator("body").click({ position: { x: 5, y: 60 } });
      await page.keyboard.press("ArrowLeft");
      await expect(volumes.heading).toHaveText("Volume 3: T1gd");
      await page.keyboard.press("ArrowDown");
      await expect(page.getByText("One after the other in time, 0.08 s apart.")).toBeVisible();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await expect(volumes.heading).toHaveText("Volume 3: 0.16 s");
    });

    await test.step("for this file alone, then for all alike", async () => {
      await volumes.onlyThis.click();
      await expect(volumes.files.filter({ hasText: "Volume 3: 0.16 s" })).toHaveCount(1);
      await expect(volumes.onlyThis).toBeDisabled();
      await expect(volumes.forAll).toHaveText("For all 3 files with 10 volumes alike");
      await page.keyboard.press("Control+Enter");
      await expect(volumes.files.filter({ hasText: "Volume 3: 0.16 s" })).toHaveCount(3);
      const rows = await winnow<ResultRow[]>("results", "--project", project);
      expect(rows.map((row) => row.mask_path)).toEqual([1, 2, 3].map((n) => `masks_manual/heart_0${n}.nii.gz`));
      expect(await axeProblems(page)).toEqual([]);
    });

    await test.step("an undo takes the last choice back, a redo makes it again", async () => {
      await page.keyboard.press("Control+z");
      await expect(volumes.files.filter({ hasText: "Volume 3: 0.16 s" })).toHaveCount(1);
      await page.keyboard.press("Control+Shift+z");
      await expect(volumes.files.filter({ hasText: "Volume 3: 0.16 s" })).toHaveCount(3);
      await volumes.takeBack.click();
      await expect(volumes.files.filter({ hasText: "No volume chosen" })).toHaveCount(2);
      await page.keyboard.press("Control+z");
      await expect(volumes.files.filter({ hasText: "Volume 3: 0.16 s" })).toHaveCount(3);
      await page.keyboard.press("Control+Shift+z");
      await expect(volumes.files.filter({ hasText: "No volume chosen" })).toHaveCount(2);
      expect(files()).toEqual(before);
    });

    await test.step("what is chosen is a case", async () => {
      await page.keyboard.press("Escape");
      await expect(at.data.table).toBeVisible();
      await expect(at.data.table.getByText("heart_02").first()).toBeVisible();
      await expect(at.data.finding("File holds several volumes")).toContainText("2");
      await page.keyboard.press("Control+2");
      await at.review.ready();
      await page.keyboard.press("f");
      await expect(page.getByRole("toolbar").getByText("Volume 3: 0.16 s")).toBeVisible();
    });
  },
);

test(
  "where every file is one volume there is nothing to choose, and it is said",
  browserOnly,
  async ({ shell, page, labelled }) => {
    const { volumes, palette, data } = await openProject(shell, labelled);
    await palette.run("Choose a volume of 4-D files");
    await expect(volumes.nothing).toBeVisible();
    expect(await axeProblems(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(data.table).toBeVisible();
  },
);
