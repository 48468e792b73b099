import { homedir } from "node:os";
import { fileURLToPath } from "node:url";
import type { CommandName, Input, Output } from "#contract/commands.ts";
import { CoreProcess } from "#transport/core-process.ts";
import { isBelow } from "#transport/paths-below.ts";
import { type BrowserShell, serveBrowser } from "./serve-browser.ts";

export type { BrowserShell } from "./serve-browser.ts";

export interface BrowserShellRequest {
  /** Folder below which the browser may choose; the home folder where none is named. */
  readonly root?: string;
  readonly port?: number;
  /** A project to open at once. */
  readonly project?: string;
  readonly rendererFolder?: string;
}

const coreEntry = fileURLToPath(new URL("../entries/core.ts", import.meta.url));
const builtRenderer = fileURLToPath(new URL("../../out/renderer", import.meta.url));

/** Starts the core and the browser shell around it. Closing ends both, in order. */
export async function startBrowserShell(request: BrowserShellRequest): Promise<BrowserShell & { core: CoreProcess }> {
  const root = request.root ?? homedir();
  const core = new CoreProcess({ node: process.execPath, entry: coreEntry });
  // The project on the command line was named by the person, wherever it lies.
  const named = request.project;
  try {
    const signal = new AbortController().signal;
    if (named) await core.call("project.open", { path: named, access: "write" }, signal);
    const own = new Set(named ? [named] : []);
    const shell = await serveBrowser(core, {
      rendererFolder: request.rendererFolder ?? builtRenderer,
      port: request.port ?? 0,
      isPathGranted: (path) => own.has(path) || isBelow(root, path),
      onInput: (name, input) => startAtRoot(root, name, input),
      onOutput: (name, output) => shownBelow(root, own, name, output),
    });
    return {
      core,
      address: shell.address,
      get nClients() {
        return shell.nClients;
      },
      close: async () => {
        await shell.close();
        await core.close();
      },
    };
  } catch (error) {
    await core.close();
    throw error;
  }
}

/** A folder chooser that names no folder begins at the root. */
function startAtRoot(root: string, name: CommandName, input: unknown): unknown {
  return name === "app.browse" && (input as Input<"app.browse">).folder === "" ? { folder: root } : input;
}

/** Leaves out what lies above the root, and remembers what the core itself has named: the sample. */
function shownBelow(root: string, own: Set<string>, name: CommandName, output: unknown): unknown {
  if (name === "app.browse") {
    const browsed = output as Output<"app.browse">;
    const isTop = browsed.parent === null || !isBelow(root, browsed.parent);
    return isTop ? { ...browsed, parent: null } : browsed;
  }
  if (name === "app.state") {
    const state = output as Output<"app.state">;
    if (state.sample) own.add(state.sample.folder).add(state.sample.project);
    return {
      ...state,
      recents: state.recents.filter(({ path }) => own.has(path) || isBelow(root, path)),
      homeFolder: isBelow(root, state.homeFolder) ? state.homeFolder : root,
    };
  }
  return output;
}
