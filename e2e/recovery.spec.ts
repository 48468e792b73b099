import { labelsOnDisk } from "./support/command-line.ts";
import { electronOnly } from "./support/one-shell.ts";
import { expect, openProject, test } from "./support/projects.ts";

test("the core is killed while a person marks: it comes back, and nothing acknowledged is lost", async ({
  shell,
  page,
  labelled,
}) => {
  const at = await openProject(shell, labelled);
  const { review } = at;
  let nLabels = labelled.nLabels;
  for (const label of ["accept", "reject"] as const) await review.mark(label);
  await review.expectSaved((nLabels += 2));

  await test.step("killed between two marks", async () => {
    const before = shell.corePid()!;
    process.kill(before, "SIGKILL");
    await expect(at.lost).toContainText("All acknowledged labels are on disk.");
    await expect(at.lost).toBeHidden();
    expect(shell.corePid()).not.toBe(before);
    await review.expectSaved(nLabels);
    expect((await labelsOnDisk(labelled.project)).size).toBe(nLabels);
  });

  await test.step("killed under a person who marks as fast as they can", async () => {
    const marking = (async () => {
      for (let i = 0; i < 8; i += 1) await review.mark("accept");
    })();
    process.kill(shell.corePid()!, "SIGKILL");
    await marking;
    await expect(at.lost).toBeHidden();
    await review.ready();
    // What the window says is saved, is: no more and no less.
    await expect
      .poll(async () => {
        const nOnDisk = (await labelsOnDisk(labelled.project)).size;
        const said = /\d+/.exec((await review.saved.textContent())!)![0];
        return Number(said) - nOnDisk;
      })
      .toBe(0);
    nLabels = (await labelsOnDisk(labelled.project)).size;
    expect(nLabels).toBeGreaterThanOrEqual(labelled.nLabels + 2);
  });

  await test.step("and the work goes on", async () => {
    await page.keyboard.press("Space");
    await review.mark("accept");
    await review.expectSaved(nLabels + 1);
  });
});

test(
  "the engine is killed while it trains: the training goes on by itself",
  electronOnly,
  async ({ shell, labelled }) => {
    const { judge, ...at } = await openProject(shell, labelled);
    await shell.page.keyboard.press("Control+3");
    await judge.train.click();
    await expect(judge.round).toBeVisible({ timeout: 60_000 });
    const before = shell.enginePid()!;
    process.kill(before, "SIGKILL");
    await expect(at.notice.filter({ hasText: "The engine stopped and was started again." })).toContainText(
      `All ${labelled.nLabels} labels are saved.`,
    );
    await expect.poll(() => shell.enginePid()).not.toBe(before);
    const said = await judge.round.textContent();
    await expect(judge.round).not.toHaveText(said!, { timeout: 60_000 });
    await judge.stop.click();
    await expect(judge.train).toBeVisible();
    expect((await labelsOnDisk(labelled.project)).size).toBe(labelled.nLabels);
  },
);
