import { Pages } from "./pages/pages.ts";
import { temporaryFolder } from "./support/places.ts";
import { electronOnly } from "./support/one-shell.ts";
import { expect, openProject, test } from "./support/projects.ts";

test(
  "two people disagree: it is counted, shown, and settled where one changes their mind",
  electronOnly,
  async ({ shell, page, labelled }) => {
    const { review, start } = new Pages(page);
    await start.sayName("Ben Test");
    await shell.give(labelled.project, () => start.openProject.click());
    await review.ready();
    await review.show.getByRole("radio", { name: /^Accepted/ }).check({ force: true });
    await review.grid.focus();
    await review.ready();
    const name = await review.focusedName();
    await review.mark("reject");
    await expect(review.disagree).toContainText("1");

    await review.agreement.click();
    const dialog = page.getByRole("dialog", { name: "Agreement between raters" });
    await expect(dialog.getByRole("row", { name: /Ada Test and Ben Test/ })).toContainText("0");
    await dialog.getByRole("button", { name: "Show the mask where people disagree" }).click();
    await expect(review.focused).toHaveText(name);
    await expect(review.grid.getByRole("gridcell")).toHaveCount(1);
    await expect(review.inspector.getByText("Ada Test")).toBeVisible();

    await review.grid.focus();
    await review.mark("accept");
    await expect(review.disagree).toContainText("0");
  },
);

test(
  "a project that is open elsewhere can be looked at, and follows what is marked there",
  electronOnly,
  async ({ shell, labelled, start }) => {
    const writer = await openProject(shell, labelled);
    const other = await start({ home: temporaryFolder("other") });
    const { review, ...at } = new Pages(other.page);
    // What other people say of a mask is shown only after one's own mark: so the same person, at another desk.
    await at.start.sayName("Ada Test");
    await other.give(labelled.project, () => at.start.openProject.click());
    await expect(other.page.getByRole("dialog", { name: "The project is open elsewhere" })).toBeVisible();
    await other.page.keyboard.press("Enter");
    await review.ready();
    await expect(other.page.getByText("Read-only")).toBeVisible();

    const name = await writer.review.focusedName();
    await review.mark("accept");
    await writer.review.mark("reject");
    await writer.review.expectSaved(labelled.nLabels + 1);
    await review.expectSaved(labelled.nLabels + 1);
    await expect(review.tile(name)).toHaveAccessibleName(/rejected by you/);
    await expect(review.show.getByRole("radio", { name: /^Labelled/ })).toHaveAccessibleName(
      new RegExp(`${labelled.nLabels + 1}$`),
    );
  },
);
