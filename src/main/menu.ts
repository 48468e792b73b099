import { app, type BrowserWindow, dialog, Menu, type MenuItemConstructorOptions } from "electron";
import { basename } from "node:path";
import { texts } from "./texts.ts";

export interface MenuTargets {
  /** The window, or null where it is closed. */
  window(): BrowserWindow | null;
  /** Runs one of the window's own actions. */
  act(action: string): void;
  openProject(): void;
  open(path: string): void;
  readonly recents: readonly string[];
}

/**
 * The native menu, in the person's language. Its items name the window's own actions; their keys are shown here but
 * heard by the window, which knows whether a text field has the focus and which keys the person has changed.
 */
export function setMenu(targets: MenuTargets): void {
  const text = texts();
  const isMac = process.platform === "darwin";
  const item = (label: string, action: string, key?: string): MenuItemConstructorOptions => ({
    label,
    click: () => targets.act(action),
    ...(key && !isMac && { accelerator: key, registerAccelerator: false }),
  });
  const separator: MenuItemConstructorOptions = { type: "separator" };
  const recents = targets.recents.slice(0, 10).map((path): MenuItemConstructorOptions => ({
    label: basename(path)
      .replace(/\.winnow$/i, "")
      .replaceAll("&", "&&"),
    toolTip: path,
    click: () => targets.open(path),
  }));
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: "appMenu" as const }] : []),
    {
      label: text.file,
      submenu: [
        item(text.addFolder, "project.addFolder", "Ctrl+O"),
        {
          label: text.openProject,
          click: () => targets.openProject(),
          ...(!isMac && { accelerator: "Ctrl+Shift+O", registerAccelerator: false }),
        },
        {
          label: text.openRecent,
          submenu: recents.length > 0 ? recents : [{ label: text.noRecents, enabled: false }],
        },
        separator,
        item(text.saveCopy, "project.saveCopy", "Ctrl+Shift+S"),
        item(text.closeProject, "project.close"),
        separator,
        { label: text.quit, role: "quit" },
      ],
    },
    {
      label: text.edit,
      submenu: [
        item(text.undo, "edit.undo", "Ctrl+Z"),
        item(text.redo, "edit.redo", "Ctrl+Shift+Z"),
        separator,
        { role: "cut" },
        { role: "copy" },
        { role: "paste" },
        { role: "selectAll", ...(!isMac && { registerAccelerator: false }) },
      ],
    },
    {
      label: text.view,
      submenu: [
        item(text.data, "go.data", "Ctrl+1"),
        item(text.review, "go.review", "Ctrl+2"),
        item(text.judge, "go.judge", "Ctrl+3"),
        item(text.release, "go.release", "Ctrl+4"),
        separator,
        item(text.commands, "window.palette", "Ctrl+K"),
        item(text.dim, "window.dim"),
        separator,
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        { role: "togglefullscreen" },
        ...(app.isPackaged ? [] : [{ role: "toggleDevTools" as const }]),
      ],
    },
    {
      label: text.help,
      submenu: [item(text.keys, "window.help", "?"), { label: text.about, click: () => showAbout(targets.window()) }],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function showAbout(window: BrowserWindow | null): void {
  const text = texts();
  const options = {
    type: "info" as const,
    title: text.about,
    message: "Winnow",
    detail: text.aboutText(app.getVersion()),
  };
  void (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
}
