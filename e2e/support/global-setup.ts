import { provideElectronDouble } from "../../scripts/setup/electron-double.mjs";
import { productElectronPath } from "../../scripts/setup/electron-path.mjs";
import { ensureWindow } from "../../scripts/setup/window.mjs";

/** Before all specifications: the window is built, and there is an Electron to show it in. */
export default async function setUp(): Promise<void> {
  await ensureWindow("electron");
  if (!productElectronPath()) await provideElectronDouble();
}
