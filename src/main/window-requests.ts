import { BrowserWindow, dialog, type FileFilter, ipcMain, type IpcMainInvokeEvent, shell } from "electron";
import { statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { z } from "zod";
import type { SaveKind } from "#contract/shell-bridge.ts";
import { channels } from "#contract/shell-channels.ts";
import type { Grants } from "./grants.ts";
import { texts } from "./texts.ts";
import { isTrusted } from "./trusted-sender.ts";

const Path = z.string().min(1).max(4096);
const SaveOptions = z.strictObject({ defaultPath: Path, kind: z.enum(["project", "release", "report", "labels"]) });
const Paths = z.array(Path).max(100);

/** Answers what the window asks of the desktop. Every path that a person names here is granted to the window. */
export function answerWindowRequests(grants: Grants): void {
  handle(channels.chooseFolder, z.undefined(), async (_none, window) => {
    const { chooseFolder: title, choose: buttonLabel } = texts();
    const options = { title, buttonLabel, properties: ["openDirectory" as const] };
    return granted(first(await dialog.showOpenDialog(window, options)));
  });

  handle(channels.chooseProject, z.undefined(), async (_none, window) => granted(await chooseProject(window)));

  handle(channels.chooseSave, SaveOptions, async ({ defaultPath, kind }, window) => {
    const { save: buttonLabel } = texts();
    const filters = filtersOf(kind);
    const properties = ["createDirectory" as const, "showOverwriteConfirmation" as const];
    const chosen = await dialog.showSaveDialog(window, { defaultPath, buttonLabel, filters, properties });
    return granted(chosen.canceled ? null : (chosen.filePath ?? null));
  });

  handle(channels.dropped, Paths, async (paths) =>
    paths.filter((path) => isAbsolute(path) && isThere(path)).map(granted),
  );

  handle(channels.openPath, Path, async (path) => {
    if (!grants.has(path) || !isThere(path)) return null;
    // A program must never be started this way: folders and reports are opened, everything else is shown in its folder.
    if (statSync(path).isDirectory() || path.toLowerCase().endsWith(".html")) await shell.openPath(path);
    else shell.showItemInFolder(path);
    return null;
  });

  function granted<T extends string | null>(path: T): T {
    if (path !== null) grants.add(path);
    return path;
  }
}

/** The dialog for projects, for the window and for the menu alike. */
export async function chooseProject(window: BrowserWindow): Promise<string | null> {
  const { chooseProject: title, open: buttonLabel } = texts();
  const options = { title, buttonLabel, filters: filtersOf("project"), properties: ["openFile" as const] };
  return first(await dialog.showOpenDialog(window, options));
}

function handle<Schema extends z.ZodType>(
  channel: string,
  schema: Schema,
  answer: (input: z.output<Schema>, window: BrowserWindow) => Promise<unknown>,
): void {
  ipcMain.handle(channel, async (event: IpcMainInvokeEvent, input: unknown) => {
    const window = BrowserWindow.fromWebContents(event.sender);
    const parsed = schema.safeParse(input);
    if (!isTrusted(event) || !window || !parsed.success) throw new Error("This request is not Winnow's.");
    return await answer(parsed.data, window);
  });
}

function first({ canceled, filePaths }: { canceled: boolean; filePaths: string[] }): string | null {
  return canceled ? null : (filePaths[0] ?? null);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function filtersOf(kind: SaveKind): FileFilter[] {
  const { projects, reports, tables } = texts();
  switch (kind) {
    case "project":
      return [{ name: projects, extensions: ["winnow"] }];
    case "report":
      return [{ name: reports, extensions: ["html"] }];
    case "labels":
      return [{ name: tables, extensions: ["csv"] }];
    case "release":
      return [];
  }
}
