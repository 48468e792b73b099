import { app, type BrowserWindow, type Rectangle, screen } from "electron";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface WindowState {
  readonly bounds: Rectangle | null;
  readonly isMaximized: boolean;
}

const DEFAULT_SIZE = { width: 1440, height: 900 };

function file(): string {
  return join(app.getPath("userData"), "window.json");
}

/** Where the window was when it was closed last; the middle of the screen where that place is not there any more. */
export function readWindowState(): WindowState & { size: { width: number; height: number } } {
  let stored: Partial<WindowState> = {};
  try {
    stored = JSON.parse(readFileSync(file(), "utf8")) as Partial<WindowState>;
  } catch {
    // The first start, or a file cut short: the defaults do.
  }
  const bounds = isUsable(stored.bounds) ? stored.bounds : null;
  const { workAreaSize } = screen.getPrimaryDisplay();
  const size = {
    width: Math.min(DEFAULT_SIZE.width, workAreaSize.width),
    height: Math.min(DEFAULT_SIZE.height, workAreaSize.height),
  };
  return { bounds, isMaximized: stored.isMaximized ?? false, size };
}

export function saveWindowState(window: BrowserWindow): void {
  const state: WindowState = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
  try {
    mkdirSync(app.getPath("userData"), { recursive: true });
    writeFileSync(file(), JSON.stringify(state));
  } catch {
    // Only where the window stands next time; not worth a word.
  }
}

/** Whether at least the middle of the upper edge, by which a window is moved, is on a screen that is there. */
function isUsable(bounds: unknown): bounds is Rectangle {
  if (typeof bounds !== "object" || bounds === null) return false;
  const { x, y, width, height } = bounds as Rectangle;
  if (![x, y, width, height].every((value) => Number.isFinite(value))) return false;
  return screen.getAllDisplays().some(({ workArea }) => {
    const middle = x + width / 2;
    return (
      middle >= workArea.x &&
      middle <= workArea.x + workArea.width &&
      y >= workArea.y - 1 &&
      y < workArea.y + workArea.height - 40
    );
  });
}
