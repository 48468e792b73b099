import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Pages } from "./pages/pages.ts";
import { makeAiling } from "./support/ailing-project.ts";
import { axeProblems } from "./support/axe.ts";
import { type ResultRow, winnow } from "./support/command-line.ts";
import { browserOnly, electronOnly } from "./support/one-shell.ts";
import { expect, openProject, test } from "./support/projects.ts";

test(
  "masks that do not fit their images are mended, looked at, taken back",
  electronOnly,
  async ({ shell, page, home }) => {
    const { project, folder } = await makeAiling(home);
    const masks = join(folder, "masks_manual");
    const files = (): string[] => readdirSync(masks).map((name) => readFileSync(join(masks, name), "base64"));
    const before = files();
    const { mend, ...at } = new Pages(page);

    await test.step("a finding that can be mended says so", async () => {
      await at.start.sayName("Ada Test");
      await shell.give(project, () => at.start.openProject.click());
      await at.stages.waitFor();
      await page.keyboard.press("Control+1");
      if (!(await at.data.findings.isVisible())) await page.keyboard.press("i");
      await at.data.finding("Mask is a colour picture").getByRole("button", { name: "Mend…" }).click();
      await expect(mend.title).toBeVisible();
      await expect(mend.groups).toHaveCount(3);
      await expect(mend.groups.and(page.locator("[aria-current]"))).toContainText("Mask is a colour picture");
    });

    await test.step("colours become classes of a name, shown one by one", async () => {
      await expect.poll(() => mend.outlined("after")).toBeGreaterThan(50);
      await page.getByRole("textbox", { name: "Class of #1e3cc8" }).fill("left");
      await page.getByRole("textbox", { name: "Class of #d22828" }).fill("right");
      await expect(page.getByRole("textbox", { name: "Class of #ffffff" })).toHaveValue("");
      const both = await mend.outlined("after");
      await page.getByRole("button", { name: "Show only the class of #1e3cc8" }).click();
      await expect.poll(() => mend.outlined("after")).toBeLessThan(both);
      expect(await axeProblems(page)).toEqual([]);
      await mend.mendAll.click();
      await expect(mend.mended).toHaveCount(1);
      await expect(mend.groups).toHaveCount(2);
    });

    await test.step("keys: another group, another mask, all alike", async () => {
      await page.locator("body").click({ position: { x: 5, y: 60 } });
      await mend.groups.filter({ hasText: "different sizes" }).click();
      await expect(page.getByText(/The mask is .* × .*, its image /)).toBeVisible();
      await expect(mend.remedies.first()).toBeChecked();
      await expect(mend.pictures.getByText("1 of 3")).toBeVisible();
      await page.keyboard.press("ArrowRight");
      await expect(mend.pictures.getByText("2 of 3")).toBeVisible();
      await expect(mend.said).toContainText("Voxels inside: ");
      await page.keyboard.press("ArrowDown");
      await expect(page.getByRole("complementary", { name: /^Mask has smooth edges/ })).toBeVisible();
      await page.keyboard.press("ArrowUp");
      await mend.mendThis.click();
      await expect(mend.mended).toHaveCount(2);
      await page.keyboard.press("Control+Enter");
      await expect(mend.groups).toHaveCount(1);
      await expect(mend.mended.filter({ hasText: "Stretch it over the image" })).toContainText("3 masks");
    });

    await test.step("what is mended is reviewed like any mask, and the files are as they were", async () => {
      const rows = await winnow<ResultRow[]>("results", "--project", project);
      expect(rows.length).toBeGreaterThan(9);
      expect(rows.every((row) => row.mask_path.startsWith("masks_manual/"))).toBe(true);
      expect(files()).toEqual(before);
    });

    await test.step("an undo takes the last one back, and a redo does it again", async () => {
      await page.keyboard.press("Control+z");
      await expect(mend.groups).toHaveCount(2);
      await page.keyboard.press("Control+Shift+z");
      await expect(mend.groups).toHaveCount(1);
    });

    await test.step("a whole group is taken back", async () => {
      await mend.mended.filter({ hasText: "One class a colour" }).click();
      await expect(mend.said).toContainText("Voxels inside: ");
      expect(await axeProblems(page)).toEqual([]);
      await mend.takeBack.click();
      const colours = mend.groups.filter({ hasText: "Mask is a colour picture" });
      await expect(colours).toContainText("3 masks");
      await page.keyboard.press("Control+z");
      await expect(colours).toHaveCount(0);
      await page.keyboard.press("Control+Shift+z");
      await expect(colours).toContainText("3 masks");
      await page.keyboard.press("Escape");
      await expect(at.data.table).toBeVisible();
      await expect(at.data.finding("Mask is a colour picture")).toBeVisible();
      await expect(at.data.finding("different sizes")).toBeHidden();
    });
  },
);

test(
  "where every mask fits there is nothing to mend, and it is said",
  browserOnly,
  async ({ shell, page, labelled }) => {
    const { mend, palette, data } = await openProject(shell, labelled);
    await palette.run("Mend masks");
    await expect(mend.nothing).toBeVisible();
    expect(await axeProblems(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(data.table).toBeVisible();
  },
);
