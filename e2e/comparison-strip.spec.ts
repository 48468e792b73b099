import { axeProblems } from "./support/axe.ts";
import { layoutProblems } from "./support/layout.ts";
import { browserOnly } from "./support/one-shell.ts";
import { expect, openProject, test } from "./support/projects.ts";

const NONE = { missed: 0, tooMuch: 0 };

test(
  "the masks of a case stand beside each other, are compared, and are put away",
  browserOnly,
  async ({ shell, page, labelled }) => {
    const { review, focus } = await openProject(shell, labelled);
    await review.orderBy("By case");
    await page.keyboard.press("Home");
    await page.keyboard.press("f");
    const { keyboard } = page;
    const options = focus.masks.getByRole("option");
    await expect(options).toHaveText([/^A\s*kmeans/, /^B\s*manual/, /^C\s*otsu/]);
    await expect(options.locator("canvas").first()).toBeVisible();

    await test.step("one after the other by key, in the strip by arrows, and by a click", async () => {
      await expect(focus.current).toHaveText(/^A/);
      await keyboard.press("c");
      await expect(focus.current).toHaveText(/^B/);
      await keyboard.press("Shift+c");
      await expect(focus.current).toHaveText(/^A/);
      const name = await focus.case.textContent();
      await focus.current.focus();
      await keyboard.press("ArrowRight");
      await expect(focus.current).toHaveText(/^B/);
      await expect(focus.current).toBeFocused();
      await expect(focus.case).toHaveText(name!);
      await options.nth(2).click();
      await expect(focus.current).toHaveText(/^C/);
    });

    await test.step("a mark is shown where it was given", async () => {
      const before = await focus.current.textContent();
      await keyboard.press("3");
      await expect(focus.current).toHaveAccessibleName(/rejected by you/);
      await keyboard.press("Control+z");
      await expect(focus.current).toHaveText(before!);
    });

    await test.step("the one under the pointer is compared as long as it rests", async () => {
      expect(await focus.strokes()).toEqual(NONE);
      await options.first().hover();
      await expect(focus.onlyIn).toHaveText([/^only in C: [\d,]+ pixels$/, /^only in A: [\d,]+ pixels$/]);
      await expect.poll(() => focus.strokes()).not.toEqual(NONE);
      await focus.case.hover();
      await expect.poll(() => focus.strokes()).toEqual(NONE);
      await keyboard.press("x");
      await expect.poll(() => focus.strokes()).not.toEqual(NONE);
      expect(await axeProblems(page)).toEqual([]);
      await keyboard.press("x");
    });

    await test.step("what goes from under the pointer is compared no more", async () => {
      await options.first().hover();
      await expect.poll(() => focus.strokes()).not.toEqual(NONE);
      await keyboard.press("m");
      await expect(focus.masks).toBeHidden();
      await expect.poll(() => focus.strokes()).toEqual(NONE);
      await focus.case.hover();
      await keyboard.press("m");
      await expect(focus.masks).toBeVisible();
      await expect.poll(() => focus.strokes()).toEqual(NONE);
    });

    await test.step("it is put away, and comes back; what compares stays to be read", async () => {
      const height = (await focus.pictures.first().boundingBox())!.height;
      await keyboard.press("m");
      await expect(focus.masks).toBeHidden();
      await expect(focus.stripToggle).toHaveAttribute("aria-pressed", "false");
      expect((await focus.pictures.first().boundingBox())!.height).toBeGreaterThan(height + 100);
      await keyboard.press("c");
      await expect(focus.inspector.getByRole("heading", { level: 1 })).toHaveText("Mask A");
      await keyboard.press("x");
      await expect(focus.onlyIn).toHaveCount(2);
      await keyboard.press("x");
      await focus.stripToggle.click();
      await expect(focus.masks).toBeVisible();
    });

    await test.step("a narrow window", async () => {
      await page.setViewportSize({ width: 800, height: 600 });
      await expect(focus.current).toBeInViewport();
      await keyboard.press("Shift+c");
      await expect(focus.current).toBeInViewport();
      expect(await layoutProblems(page)).toEqual([]);
    });
  },
);
