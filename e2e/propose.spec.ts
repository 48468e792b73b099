import { readdirSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { Pages } from "./pages/pages.ts";
import { axeProblems } from "./support/axe.ts";
import { winnow } from "./support/command-line.ts";
import { browserOnly } from "./support/one-shell.ts";
import { expect, openProject, test } from "./support/projects.ts";
import { copyNuclei } from "./support/sample.ts";

interface Candidate {
  readonly source: string;
}

/** Images alone, as they come from a microscope. */
function copyImages(home: string, nCases: number): string {
  const folder = copyNuclei(home, nCases);
  for (const kind of readdirSync(folder)) if (kind !== "images") rmSync(join(folder, kind), { recursive: true });
  return folder;
}

test(
  "images without masks: recipes are chosen on three of them, run over all, and reviewed",
  browserOnly,
  async ({ shell, page, home }) => {
    const at = new Pages(page);
    const { propose, review, data } = at;
    const folder = copyImages(home, 7);
    const project = join(home, "nuclei.winnow");
    /** Sources of the masks, as the run has told of them. */
    const made: string[] = [];
    await at.start.sayName("Ada Test");
    await shell.give(folder, () => at.start.chooseFolder.click());
    await at.start.createProject();

    await test.step("the way there", async () => {
      await expect(page.getByText("let Winnow propose some to choose from")).toBeVisible();
      await expect(data.startReviewing).toHaveAttribute("aria-disabled", "true");
      await page.getByRole("status").getByRole("button", { name: "Propose masks" }).click();
      await expect(propose.title).toBeVisible();
      await expect(at.stages.getByRole("button").first()).toHaveAttribute("aria-current", "page");
      await expect(propose.images).toHaveCount(3);
    });

    await test.step("the mask follows a slider, and an undo", async () => {
      await propose.choose("otsu");
      const before = await propose.found();
      for (const words of before) expect(words).toMatch(/^(Bright|Dark), threshold [\d.]+, [\d.]+\u202f% inside/);
      await expect.poll(() => propose.outlined()).toBeGreaterThan(100);
      const slider = propose.slider("Take off thin parts, radius");
      await slider.focus();
      for (let step = 0; step < 12; step += 1) await page.keyboard.press("ArrowRight");
      await expect(slider).toHaveValue("7");
      await expect.poll(() => propose.found()).not.toEqual(before);
      await expect(propose.form("otsu").getByText("changed", { exact: true })).toBeVisible();
      // All steps of a slider are one of the history.
      await page.keyboard.press("Control+z");
      await expect(slider).toHaveValue("1");
      await expect.poll(() => propose.found()).toEqual(before);
      await page.keyboard.press("Control+Shift+z");
      await expect(slider).toHaveValue("7");
      await page.keyboard.press("Shift+R");
      await expect(slider).toHaveValue("1");
      await expect(propose.form("otsu").getByText("standard", { exact: true })).toBeVisible();
    });

    await test.step("other images, by key and by button", async () => {
      await page.locator("body").click({ position: { x: 5, y: 60 } });
      const first = await propose.large.getAttribute("aria-label");
      await page.keyboard.press("ArrowRight");
      await expect(propose.large).not.toHaveAttribute("aria-label", first!);
      await page.keyboard.press("ArrowLeft");
      await expect(propose.large).toHaveAttribute("aria-label", first!);
      await page.keyboard.press("f");
      await expect(propose.large).not.toHaveAttribute("aria-label", first!);
      await propose.found();
    });

    await test.step("an iterative method is shown coarse first", async () => {
      await propose.choose("chan-vese");
      await expect(propose.images.getByText(/Coarse/).first()).toBeVisible();
      await propose.found();
    });

    await test.step("a recipe of one's own", async () => {
      await propose.choose("otsu");
      await page.keyboard.press("Shift+C");
      const name = page.getByRole("textbox", { name: "Name" });
      await expect(name).toHaveValue("otsu-2");
      await name.fill("Big Nuclei");
      await page.keyboard.press("Enter");
      await expect(propose.form("big-nuclei")).toBeVisible();
      await propose.form("big-nuclei").getByRole("radio", { name: "Bright" }).click();
      await propose.slider("Smallest part, of the image").focus();
      await page.keyboard.press("End");
      await propose.form("big-nuclei").getByRole("button", { name: "Add a filter" }).click();
      await page.getByRole("menuitem", { name: "Smooth (median)" }).click();
      await expect(propose.form("big-nuclei").getByRole("list", { name: "Before" }).getByRole("listitem")).toHaveCount(
        2,
      );
      expect(await axeProblems(page)).toEqual([]);
    });

    await test.step("the run, with what is off left out", async () => {
      const names = await propose.recipes
        .getByRole("checkbox")
        .evaluateAll((boxes) => boxes.map((box) => (box.parentElement?.textContent ?? "").replace(/^Run /, "")));
      for (const name of names)
        if (!["otsu", "triangle", "big-nuclei"].includes(name)) await propose.toggle(name).uncheck();
      await expect(page.getByText("3 recipes and 7 images: at most 21 masks.")).toBeVisible();
      await propose.className.fill("nuclei");
      await expect(page.getByText("A new class of this project: “nuclei”.")).toBeVisible();
      await page.keyboard.press("Control+Enter");
      await expect(propose.summary).toBeVisible({ timeout: 60_000 });
      await expect(propose.summary.getByRole("rowheader")).toHaveText(["otsu", "big-nuclei", "triangle"]);
      expect(await axeProblems(page)).toEqual([]);
      const rows = await propose.summary
        .getByRole("row")
        .filter({ has: page.getByRole("rowheader") })
        .all();
      for (const row of rows) {
        const [name, nMasks] = [row.getByRole("rowheader"), row.getByRole("cell").first()];
        if ((await nMasks.textContent()) !== "0") made.push(`propose-${await name.textContent()}`);
      }
      expect(made.length).toBeGreaterThan(1);
    });

    await test.step("who looks at another screen, during the run or after it, finds what was made", async () => {
      await page.keyboard.press("Control+2");
      await expect(propose.summary).toBeHidden();
      await page.keyboard.press("Control+5");
      await expect(propose.summary).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(propose.images).toHaveCount(3);
      // Nothing is left to make, and the run ends at once: perhaps before the other screen is there.
      await page.keyboard.press("Control+Enter");
      await page.keyboard.press("Control+1");
      await expect(data.startReviewing).toBeVisible();
      await page.keyboard.press("Control+5");
      await expect(propose.summary.getByText("were there before")).toBeVisible();
    });

    await test.step("review shows the masks", async () => {
      await page.keyboard.press("Control+Enter");
      await review.ready();
      await expect(review.inspector.getByText(/^Mask from Winnow: /)).toBeVisible();
      await page.keyboard.press("f");
      await expect(at.focus.current).toContainText("Winnow: ");
    });

    await test.step("what was chosen is in the project", async () => {
      await page.keyboard.press("Control+5");
      await expect(propose.toggle("li")).not.toBeChecked();
      await expect(propose.toggle("big-nuclei")).toBeChecked();
      await page.keyboard.press("Control+Shift+x");
      await at.start.statement.waitFor();
      const { candidates } = await winnow<{ candidates: Candidate[] }>("cases", "--project", project);
      expect([...new Set(candidates.map(({ source }) => source))].toSorted()).toEqual(made.toSorted());
      expect(candidates.length).toBeGreaterThan(7);
    });
  },
);

test(
  "an image that cannot be read says so in its place, and the run goes on without it",
  browserOnly,
  async ({ shell, page, home }) => {
    const folder = copyImages(home, 4);
    const project = join(home, "nuclei.winnow");
    await winnow("add", folder, "--project", project);
    const { propose, start } = new Pages(page);
    const [first] = readdirSync(join(folder, "images")).toSorted() as [string];
    truncateSync(join(folder, "images", first), 200);
    await start.sayName("Ada Test");
    await shell.give(project, () => start.openProject.click());
    await page.getByRole("button", { name: "Propose masks" }).first().click();
    await expect(propose.images.first().getByRole("alert")).toContainText(/cut short|changed|ends before/i);
    await expect(propose.images.getByText(/ inside/)).toHaveCount(2);
    await propose.images.first().getByRole("button", { name: "Next image" }).click();
    await expect(propose.images.getByText(/ inside/)).toHaveCount(3);
    for (const box of (await propose.recipes.getByRole("checkbox").all()).slice(1)) await box.uncheck();
    await propose.run.click();
    await expect(propose.summary.getByText(/could not be read/)).toBeVisible({ timeout: 60_000 });
    await expect(propose.summary.getByText(first)).toBeVisible();
  },
);

test(
  "a project that is only looked at shows its recipes, and changes none",
  browserOnly,
  async ({ shell, labelled, start }) => {
    await openProject(shell, labelled);
    const other = await start();
    const { propose, ...at } = new Pages(other.page);
    await other.give(labelled.project, () => at.start.openProject.click());
    await other.page.getByRole("button", { name: "Open to look" }).click();
    await at.review.ready();
    await other.page.keyboard.press("Control+5");
    await propose.choose("otsu");
    await propose.found();
    await expect(propose.slider("Take off thin parts, radius")).toBeDisabled();
    await expect(propose.toggle("otsu")).toBeDisabled();
    await expect(propose.run).toHaveAttribute("aria-disabled", "true");
  },
);
