import { expect, test } from "./support/fixtures.ts";
import { copyNuclei } from "./support/sample.ts";

test("the window opens on the start screen", async ({ shell, page }) => {
  // A browser gives no paths: there a folder is chosen, not dropped.
  const invitation =
    shell.kind === "electron" ? "Drop a folder of images and masks here" : "Choose a folder of images and masks";
  await expect(page.getByRole("heading", { name: invitation })).toBeVisible();
  await expect(page.getByText("Research use only. Not for diagnosis.").first()).toBeVisible();
  await expect(page).toHaveTitle(/Winnow/);
});

test("a folder that is given to the window begins a project", async ({ shell, page, home }) => {
  await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
  const folder = copyNuclei(home, 6);
  await shell.give(folder, () => page.getByRole("button", { name: "Choose a folder" }).first().click());
  await expect(page.getByRole("dialog")).toContainText("nuclei");
});
