import { axeProblems } from "./support/axe.ts";
import { electronOnly } from "./support/one-shell.ts";
import { expect, openProject, test } from "./support/projects.ts";

const NONE = { missed: 0, tooMuch: 0 };

test(
  "after the mark the judge says why, and shows where it expects errors",
  electronOnly,
  async ({ shell, page, trained }) => {
    const at = await openProject(shell, trained);
    const { review, focus } = at;
    await review.orderBy("By case");
    await page.keyboard.press("Home");
    await page.keyboard.press("f");
    await focus.pictures.first().waitFor();
    await page.keyboard.press("Space");
    await expect(focus.hiddenOpinion).toBeVisible();

    await test.step("nothing of it before the mark", async () => {
      await expect(focus.errorMap).toBeDisabled();
      await page.keyboard.press("e");
      await expect(focus.errorLegend).toBeHidden();
      // The bar may still be moving while the case is opened: a pointer that is left behind is moved again.
      await expect(async () => {
        await page.mouse.move(0, 0);
        await focus.errorMap.hover();
        const hint = "Hidden until you decide, as the judge’s opinion is.";
        await expect(page.getByRole("tooltip")).toHaveText(hint, { timeout: 2000 });
      }).toPass({ timeout: 15_000 });
      expect(await focus.strokes()).toEqual(NONE);
      await expect(focus.explanation).toBeHidden();
    });

    await test.step("why the mask got its score", async () => {
      await page.keyboard.press("3");
      await expect(focus.opinion).toBeVisible();
      await expect(
        focus.explanation.or(focus.inspector.getByText(/^Nothing about this mask stands out/)).first(),
      ).toBeVisible();
      await expect(
        focus.inspector.getByText(/% of it is probably too much, .*% of the object is probably missed\./),
      ).toBeVisible();
      await focus.inspector.getByRole("button", { name: "Show all signals" }).click();
      await expect(focus.signals.getByRole("row", { name: /^Size/ })).toBeVisible();
      await expect(focus.signals.getByRole("img", { name: /^speaks / }).first()).toBeVisible();
    });

    await test.step("where it expects errors", async () => {
      await page.keyboard.press("e");
      await expect(focus.errorMap).toHaveAttribute("aria-pressed", "true");
      await expect(focus.amounts).toHaveText([
        /^Probably missing from the mask: .* pixels$/,
        /^Probably too much: .* pixels$/,
      ]);
      await expect.poll(() => focus.strokes()).not.toEqual(NONE);
      expect(await axeProblems(page)).toEqual([]);
      // Hidden with the masks, as all that lies on the image.
      await page.keyboard.press("s");
      await expect.poll(() => focus.strokes()).toEqual(NONE);
      await page.keyboard.press("s");
      await expect.poll(() => focus.strokes()).not.toEqual(NONE);
    });

    await test.step("gone with another mask, with the differences, and with the mark", async () => {
      await page.keyboard.press("x");
      await expect(focus.errorLegend).toBeHidden();
      await page.keyboard.press("x");
      await page.keyboard.press("e");
      await expect(focus.amounts).toHaveCount(2);
      await page.keyboard.press("c");
      await expect(focus.errorLegend).toBeHidden();
      await page.keyboard.press("Shift+c");
      await page.keyboard.press("e");
      await expect(focus.amounts).toHaveCount(2);
      await page.keyboard.press("0");
      await expect(focus.hiddenOpinion).toBeVisible();
      await expect(focus.errorLegend).toBeHidden();
      await expect(focus.errorMap).toBeDisabled();
    });
  },
);
