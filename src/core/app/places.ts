import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds what belongs to the person at this computer; `WINNOW_CONFIG` names another. */
export function configurationFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env["WINNOW_CONFIG"]) return env["WINNOW_CONFIG"];
  const home = homedir();
  if (process.platform === "win32") return join(env["APPDATA"] ?? join(home, "AppData", "Roaming"), "Winnow");
  if (process.platform === "darwin") return join(home, "Library", "Application Support", "Winnow");
  const xdg = env["XDG_CONFIG_HOME"];
  // A relative path there is to be ignored (XDG Base Directory Specification).
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, ".config"), "winnow");
}

/** Where projects and releases are proposed to lie: the person's documents, or the home folder where there are none. */
export function documentsFolder(): string {
  const home = homedir();
  const candidates = [process.platform === "linux" ? xdgDocuments(home) : null, join(home, "Documents")];
  return candidates.find((folder) => folder !== null && existsSync(folder)) ?? home;
}

/** The sample data set that comes with Winnow, and the project that it is opened as; null where it was not delivered. */
export function samplePlaces(): { folder: string; project: string } | null {
  const folder = fileURLToPath(new URL("../../../resources/sample/nuclei", import.meta.url));
  return existsSync(folder) ? { folder, project: join(documentsFolder(), "Winnow sample.winnow") } : null;
}

/** The quality network that comes with Winnow (resources/judge/README.md). */
export function qualityNetworkPath(): string {
  return fileURLToPath(new URL("../../../resources/judge/quality-network.bin", import.meta.url));
}

/** The documents folder in the words of the desktop ("Dokumente"), as xdg-user-dirs writes it down. */
function xdgDocuments(home: string): string | null {
  const file = join(process.env["XDG_CONFIG_HOME"] ?? join(home, ".config"), "user-dirs.dirs");
  try {
    const match = /^XDG_DOCUMENTS_DIR="([^"]+)"/m.exec(readFileSync(file, "utf8"));
    return match ? match[1]!.replace(/^\$HOME/, home) : null;
  } catch {
    return null;
  }
}
