import { Pages } from "./pages/pages.ts";
import { startBrowser } from "./support/browser-shell.ts";
const home = "/tmp/trial/home2";
const project = `${home}/discs.winnow`;
const shell = await startBrowser({ home });
const { page } = shell;
const at = new Pages(page);
try {
  await at.start.statement.waitFor();
  await at.start.sayName("Ana Keller").catch(() => {});
  await shell.give(project, () => at.start.openProject.click());
  await page.getByRole("button", { name: "Propose masks" }).first().waitFor();
  await page.keyboard.press("Control+5");
  await page.getByRole("group", { name: /^Image disc/ }).first().getByText(/inside/).waitFor();
  await page.waitForTimeout(2000);
  for (const [recipe, slider] of [["otsu", /^Width/], ["otsu", /^Take off/], ["otsu", /^Close/], ["otsu", /^Width/], ["sauvola", /^Window/], ["hysteresis", /^Lower/], ["watershed-distance", /^Least/], ["k-means", /^Groups$/], ["chan-vese", /^Smoothness/]] as const) {
    await page.getByRole("list", { name: "Recipes" }).getByRole("button", { name: recipe }).first().click();
    await page.waitForTimeout(2500);
    const control = page.getByRole("slider", { name: slider });
    await control.focus();
    const times = await page.evaluate(async () => {
      const canvases = [...document.querySelectorAll("main canvas")] as HTMLCanvasElement[];
      const one = canvases.find((c) => c.width > 400)!;
      const print = () => { const d = one.getContext("2d")!.getImageData(0, 0, one.width, one.height).data; let s = 0; for (let i = 0; i < d.length; i += 4) s = (s * 31 + d[i]! + 7 * d[i + 1]! + 13 * d[i + 2]!) | 0; return s; };
      const input = document.activeElement as HTMLInputElement;
      const out: number[] = [];
      const words = () => document.querySelector("main [role=group][data-large]")?.textContent ?? "";
      for (let k = 0; k < 6; k += 1) {
        const before = print();
        const t = performance.now();
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!.set!;
        const v = input.valueAsNumber; const step = Number(input.step);
        set.call(input, String(k % 2 === 0 ? v + 2 * step : v - 2 * step));
        input.dispatchEvent(new Event("input", { bubbles: true }));
        let d = -1;
        for (let j = 0; j < 600; j += 1) { await new Promise((r) => setTimeout(r, 8)); if (print() !== before) { d = performance.now() - t; break; } }
        out.push(Math.round(d));
        await new Promise((r) => setTimeout(r, 1200));
      }
      void print;
      return { out, words: words() };
    });
    console.log(recipe, String(slider), JSON.stringify(times));
  }
} catch (e) { console.log(e); await page.screenshot({ path: "/tmp/trial/fail.png" }); }
finally { await shell.quit(); }
