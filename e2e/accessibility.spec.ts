import { axeProblems } from "./support/axe.ts";
import { layoutProblems, unreachableControls } from "./support/layout.ts";
import { browserOnly, electronOnly } from "./support/one-shell.ts";
import { expect, openProject, test } from "./support/projects.ts";
import { tour } from "./support/tour.ts";

/** The interface is the same in both shells; what differs is the age of Chromium, so each kind is shared out among them. */
const shellOf = (isInElectron: boolean): object => (isInElectron ? electronOnly : browserOnly);

for (const theme of ["dark", "light"] as const) {
  test(
    `axe finds no serious problem on any screen, ${theme}`,
    shellOf(theme === "dark"),
    async ({ start, trained }) => {
      const shell = await start();
      const { page } = shell;
      const at = await openProject(shell, trained);
      await at.settings.setTheme(theme);
      await tour(page, at, async (screen) => expect.soft(await axeProblems(page), screen).toEqual([]));
    },
  );
}

test("every control of every screen is reached by Tab", electronOnly, async ({ shell, page, trained }) => {
  const at = await openProject(shell, trained);
  await tour(page, at, async (screen) => expect.soft(await unreachableControls(page), screen).toEqual([]));
});

const sizes = [
  { name: "1280 × 720", width: 1280, height: 720, scale: 1, language: "en" },
  { name: "1280 × 720, German", width: 1280, height: 720, scale: 1, language: "de" },
  { name: "1440 × 900, text at 200 %", width: 1440, height: 900, scale: 2, language: "en" },
  { name: "1440 × 900, text at 200 %, German", width: 1440, height: 900, scale: 2, language: "de" },
  { name: "3840 × 2160", width: 3840, height: 2160, scale: 1, language: "en" },
] as const;

for (const { name, width, height, scale, language } of sizes) {
  test(`nothing is cut off or overlaps: ${name}`, shellOf(language === "de"), async ({ start, trained }) => {
    const shell = await start({ size: { width, height } });
    const at = await openProject(shell, trained);
    if (language === "de") await at.settings.setLanguage("de");
    await expect(shell.page.locator("html")).toHaveAttribute("lang", language);
    // As the font size of the browser or of the system does.
    await shell.page.evaluate((size) => (document.documentElement.style.fontSize = size), `${scale * 100}%`);
    await tour(shell.page, at, async (screen) => expect.soft(await layoutProblems(shell.page), screen).toEqual([]));
  });
}
