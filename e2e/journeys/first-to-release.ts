import { createHash } from "node:crypto";
import { cpSync, readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { Pages } from "../pages/pages.ts";
import { answerOf } from "../support/answers.ts";
import { labelsOnDisk } from "../support/command-line.ts";
import { expect, test } from "../support/fixtures.ts";
import { copyNuclei } from "../support/sample.ts";
import type { RunningShell } from "../support/shell.ts";

/** Few enough that a judge is trained in seconds: below 12 cases it does not teach itself segmenting. */
const N_CASES = 11;
/** As many as the window asks for before it offers to train a first judge. */
const N_FIRST = 20;
const STRAY = "masks_otsu/stray.png";

/** Where a first journey begins: in a home folder that knows nothing of Winnow. */
interface Beginning {
  readonly home: string;
  /** Starts Winnow in that home, and later again. */
  start(): Promise<RunningShell>;
}

/** What a person does with Winnow from the first start to a release, and what is there on another day. */
export async function firstToRelease({ home, start }: Beginning): Promise<void> {
  const shell = await start();
  const { page } = shell;
  const at = new Pages(page);
  const { data, review, focus, judge, release, palette } = at;
  const folder = copyNuclei(home, N_CASES);
  const project = join(home, "nuclei.winnow");
  const releaseFolder = join(home, "released");
  const report = join(home, "report.html");
  // A mask that belongs to nothing: it is told, and left out.
  cpSync(join(folder, "masks_otsu", readdirSync(join(folder, "masks_otsu"))[0]!), join(folder, STRAY));
  const imageBefore = sha256Of(join(folder, "images", readdirSync(join(folder, "images"))[0]!));
  let nLabels = 0;

  await test.step("first start: who reviews, and which folder", async () => {
    await expect(at.start.statement).toBeVisible();
    await at.start.sayName("Ada Test");
    await shell.give(folder, () => at.start.chooseFolder.click());
    await expect(at.start.newProject).toContainText(project);
    const progress = await data.watchProgress();
    await at.start.createProject();
    await expect(data.findings).toContainText(`${N_CASES} cases with ${3 * N_CASES} masks.`);
    await expect(data.adding).toBeHidden();
    expect((await progress()).join()).toContain(folder);
  });

  await test.step("what was found: table, search, findings", async () => {
    await expect(data.finding("These masks have no image")).toContainText("stray.png");
    const names = readdirSync(join(folder, "images")).map((name) => name.replace(".png", ""));
    for (const name of [names[0]!, names.at(-1)!]) {
      await data.search.fill(name.slice(4));
      await expect(data.row(name)).toBeVisible();
      await expect(data.table).toHaveAttribute("aria-rowcount", "2");
    }
    await data.search.fill("nothing of this name");
    await expect(page.getByRole("heading", { name: "No case fits this filter" })).toBeVisible();
    await page.getByRole("button", { name: "Clear the filter" }).click();
    await expect(data.table).toHaveAttribute("aria-rowcount", String(N_CASES + 1));
  });

  await test.step("review by keyboard alone", async () => {
    const { keyboard } = page;
    await keyboard.press("Control+Enter");
    await review.ready();
    const first = await review.focusedName();
    await review.mark("accept");
    await expect(review.tile(first)).toHaveAccessibleName(/accepted by you/);
    const second = await review.focusedName();
    expect(second).not.toBe(first);
    await review.mark("reject");
    await expect(review.tile(second)).toHaveAccessibleName(/rejected by you/);
    const third = await review.focusedName();
    await review.mark("later");
    await expect(review.tile(third)).toHaveAccessibleName(/later/);
    await review.expectSaved(3);

    // Reasons and a note belong to the label that they are given to.
    await keyboard.press("Home");
    await expect(review.focused).toHaveText(first);
    await keyboard.press("r");
    await keyboard.press("1");
    await keyboard.press("7");
    await keyboard.press("7");
    await keyboard.press("r");
    await expect(review.reason("Missed part").getByRole("radio", { name: "yes" })).toBeChecked();
    await expect(review.reason("Boundary").getByRole("radio", { name: "no", exact: true })).toBeChecked();
    await expect(review.reason("Holes").getByRole("radio", { name: "not looked at" })).toBeChecked();
    await keyboard.press("n");
    await expect(review.note).toBeFocused();
    await review.note.fill("a note from the keyboard");
    await keyboard.press("Enter");
    await expect(review.grid).toBeFocused();

    // Several at once are one step of the history.
    await keyboard.press("End");
    await keyboard.press("Shift+ArrowLeft");
    await keyboard.press("Shift+ArrowLeft");
    await expect(review.selection).toHaveAccessibleName("3 selected");
    await review.mark("accept");
    await review.expectSaved(6);
    await keyboard.press("Control+z");
    await review.expectSaved(3);
    await keyboard.press("Control+Shift+z");
    await review.expectSaved(6);
    // Undo has no limit: three marks, three reasons, a note and the three at once are eight steps.
    for (let step = 0; step < 8; step += 1) await keyboard.press("Control+z");
    await expect(review.saved).toHaveText("No labels yet");
  });

  await test.step("answer the first masks", async () => {
    // Whole cases, so that others remain open for the judge.
    await review.orderBy("By case");
    await page.keyboard.press("Home");
    await review.answerNext(N_FIRST);
    nLabels = N_FIRST;
    await review.expectSaved(nLabels);
  });

  await test.step("one case large, and back", async () => {
    const name = await review.focusedName();
    await page.keyboard.press("f");
    await expect(focus.case).toHaveText(name.split(" ")[0]!);
    await expect(focus.pictures.first()).toBeVisible();
    await expect(focus.masks.getByRole("option")).toHaveCount(3);
    const before = await focus.current.textContent();
    await page.keyboard.press("c");
    await expect(focus.current).not.toHaveText(before!);
    await page.keyboard.press("Escape");
    await expect(review.grid).toBeFocused();
  });

  await test.step("train a judge", async () => {
    await at.go("Judge");
    await expect(judge.statement).toHaveText("Train the first judge");
    await judge.train.click();
    await expect(judge.version(1)).toContainText("in use", { timeout: 60_000 });
    await expect(judge.labelNext).toBeVisible();
  });

  await test.step("label what is asked next, random checks among it", async () => {
    const kinds = await judge.nextKinds.textContent();
    const nRandom = Number(/(\d+) by lot/.exec(kinds!)![1]);
    const nNext = Number(/\d+/.exec((await judge.labelNext.textContent())!)![0]);
    expect(nRandom).toBeGreaterThan(0);
    await judge.labelNext.click();
    await review.ready();
    await expect(review.inspector).toContainText(`1 of ${nNext}`);
    // Nothing hints before the mark; why it was asked is said after it.
    await expect(review.inspector.getByText("Hidden until you decide")).toBeVisible();
    const first = await review.focusedName();
    await review.answerNext(nNext);
    nLabels += nNext;
    await review.expectSaved(nLabels);
    await page.keyboard.press("Home");
    await expect(review.focused).toHaveText(first);
    await expect(review.inspector.getByRole("heading", { name: "Why you saw this case" })).toBeVisible();
    // Where they have proven a list, the next ones by which it may grow are drawn at once, some of them from these labels.
    const checks = review.grid.getByRole("gridcell", { name: /random check/ });
    await expect.poll(() => checks.count()).toBeGreaterThanOrEqual(nRandom);
    await at.go("Judge");
    await expect(judge.version(1)).not.toContainText("no checks");
  });

  await test.step("write a release and its report, and compare them with the disk", async () => {
    await palette.run("Go to Release");
    await release.choose("Flat folder");
    await shell.saveAt(releaseFolder, () => release.write.click());
    await expect(release.done).toBeVisible();
    const manifest = JSON.parse(readFileSync(join(releaseFolder, "winnow-manifest.json"), "utf8")) as {
      files: { path: string; sha256: string }[];
    };
    const written = readdirSync(releaseFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(releaseFolder, join(entry.parentPath, entry.name)));
    expect(manifest.files.map(({ path }) => path).toSorted()).toEqual(
      written.filter((path) => path !== "winnow-manifest.json" && path !== "README.md").toSorted(),
    );
    for (const { path, sha256 } of manifest.files) expect(sha256Of(join(releaseFolder, path)), path).toBe(sha256);
    await shell.saveAt(report, () => release.report.click());
    await expect(release.path(report)).toBeVisible();
    expect(readFileSync(report, "utf8")).toContain("Research use only");
  });

  await test.step("another day everything is as it was", async () => {
    await shell.quit();
    expect(readdirSync(home).filter((name) => name.startsWith("nuclei.winnow-") && !name.endsWith("-cache"))).toEqual(
      [],
    );
    const labels = await labelsOnDisk(project);
    expect(labels.size).toBe(nLabels);
    for (const [path, label] of labels) expect(label, path).toBe(answerOf(path));
    const again = await start();
    const then = new Pages(again.page);
    await expect(then.start.rater).toHaveValue("Ada Test");
    await then.start.openRecent("nuclei");
    await then.review.ready();
    await then.review.expectSaved(nLabels);
    await then.go("Judge");
    await expect(then.judge.version(1)).toContainText("in use");
    await then.go("Release");
    await expect(then.release.earlier).toBeVisible();
    expect(sha256Of(join(folder, "images", readdirSync(join(folder, "images"))[0]!))).toBe(imageBefore);
  });
}

function sha256Of(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
