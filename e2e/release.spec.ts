import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { axeProblems } from "./support/axe.ts";
import { browserOnly, electronOnly } from "./support/one-shell.ts";
import { expect, openProject, test } from "./support/projects.ts";

test(
  "a release as MSD: what cannot be chosen says why; tree, data card, reject list",
  electronOnly,
  async ({ shell, labelled }) => {
    const at = await openProject(shell, labelled);
    const { release } = at;
    await at.go("Release");
    await expect(release.card("nnU-Net")).toBeChecked();
    await expect(release.card("BIDS")).toBeDisabled();
    await expect(release.card("BIDS")).toHaveAccessibleName(/pictures/);
    await expect(release.card("DICOM SEG")).toBeDisabled();
    await release.choose("MSD");
    for (const line of ["dataset.json", "splits.csv", "README.md", "rejected.csv", "winnow-manifest.json"])
      await expect(release.tree).toContainText(line);
    await expect(release.tree).toContainText("data card");
    await expect(release.checks.filter({ hasText: "Free text in image files is cleared" })).toContainText(
      "Names of cases come from the names of files and folders",
    );
    await release.nameRaters.check();
    const to = join(labelled.home, "out");
    const images = join(labelled.home, "nuclei", "images");
    renameSync(images, `${images}-away`);
    await shell.saveAt(to, () => release.write.click());
    const failed = shell.page.getByText("The release was not written.");
    await expect(failed.first()).toBeVisible();
    renameSync(`${images}-away`, images);
    await shell.saveAt(to, () => release.write.click());
    await expect(release.done).toBeVisible();
    await expect(failed).toHaveCount(0);
    expect(readdirSync(to).toSorted()).toEqual([
      "README.md",
      "dataset.json",
      "imagesTr",
      "labelsTr",
      "rejected.csv",
      "splits.csv",
      "winnow-manifest.json",
    ]);
    expect(readFileSync(join(to, "README.md"), "utf8")).toContain("Ada Test");
  },
);

test("a report that is there already is asked about", browserOnly, async ({ shell, labelled }) => {
  const at = await openProject(shell, labelled);
  const { page } = shell;
  await at.go("Release");
  const to = join(labelled.home, "report.html");
  writeFileSync(to, "mine");
  const dialog = page.getByRole("dialog", { name: "A file of this name is there already" });
  await shell.saveAt(to, () => at.release.report.click());
  await expect(dialog).toContainText("report.html");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  expect(readFileSync(to, "utf8")).toBe("mine");
  await shell.saveAt(to, () => at.release.report.click());
  await dialog.getByRole("button", { name: "Replace it" }).click();
  await expect(at.release.path(to)).toBeVisible();
  expect(readFileSync(to, "utf8")).toContain("Research use only");
});

test(
  "error maps are the opinion of a judge: without one the box says so",
  electronOnly,
  async ({ shell, labelled }) => {
    const at = await openProject(shell, labelled);
    const { release } = at;
    await at.go("Release");
    await expect(release.errorMaps).toBeDisabled();
    await expect(release.errorMaps).toHaveAccessibleDescription(/^They are the opinion of a judge/);
  },
);

test(
  "error maps beside the masks: off until ticked, said what they cost, written and counted",
  electronOnly,
  async ({ shell, page, trained }) => {
    const at = await openProject(shell, trained);
    const { release } = at;
    await at.go("Release");
    await expect(release.errorMaps).not.toBeChecked();
    await expect(release.tree).not.toContainText("error_maps/");
    await expect(release.errorMaps).toHaveAccessibleDescription(/no measurement\. Takes about .* longer\.$/);
    await release.choose("Flat folder");
    await release.errorMaps.check();
    await expect(release.tree).toContainText("error_maps/");
    await expect(release.tree).toContainText("where masks are probably wrong");
    expect(await axeProblems(page)).toEqual([]);
    const to = join(trained.home, "out");
    await shell.saveAt(to, () => release.write.click());
    await expect(release.done).toBeVisible();
    const maps = readdirSync(join(to, "error_maps"));
    expect(maps).toEqual(readdirSync(join(to, "masks")).map((name) => name.replace(".png", ".nii.gz")));
    await expect(page.getByText(`${maps.length} error maps: the judge’s opinion, and no measurement.`)).toBeVisible();
  },
);
