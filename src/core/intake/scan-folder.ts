import { type Dirent, lstatSync, realpathSync, type Stats } from "node:fs";
import { lstat, readdir, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Finding } from "#contract/findings.ts";
import { AppError, cancelledError } from "#contract/errors.ts";
import { type FileProblem, systemProblem } from "../io/file-problem.ts";

/** A file found below the folder that was added. */
export interface ScannedFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

export interface Scan {
  readonly files: readonly ScannedFile[];
  readonly findings: readonly Finding[];
}

const MAX_DEPTH = 32;
/** Files whose size and time are asked for at once where a share answers each only after a while. */
const AT_ONCE = 32;
/** A drive of this computer answers sooner, and long before an answer that is fetched by another thread would be here. */
const SLOW_MS = 0.5;
/** After as many files others have their turn. */
const IN_ONE_GO = 500;
const MAX_FILES = 2_000_000;

/**
 * Walks a folder (reliability R17): links are followed where they stay inside it and lead nowhere twice; folders that
 * cannot be read, devices, pipes and what lies too deep become findings. Nothing is opened.
 * @throws AppError folder-unreadable when the folder itself cannot be read
 */
export async function scanFolder(
  root: string,
  signal: AbortSignal,
  onProgress: (nFiles: number) => void,
): Promise<Scan> {
  const realRoot = requireReadable(root);
  const files: ScannedFile[] = [];
  const findings: Finding[] = [];
  let looked: Look[] = [];
  const stack = [{ folder: root, name: "", depth: 0 }];
  while (stack.length > 0) {
    if (signal.aborted) throw cancelledError();
    const { folder, name: folderName, depth } = stack.pop()!;
    const entries = await entriesOf(folder);
    if (!Array.isArray(entries)) {
      if (folder === root) throw unreadableRoot(root, entries);
      findings.push(folderFinding(folderName, entries));
      continue;
    }
    for (const [index, entry] of entries.entries()) {
      if (index % AT_ONCE === 0) looked = await lookAtAll(folder, entries.slice(index, index + AT_ONCE), realRoot);
      const path = join(folder, entry.name);
      const name = folderName === "" ? entry.name : `${folderName}/${entry.name}`;
      const found = looked[index % AT_ONCE]!;
      if (found === "vanished") continue;
      if (found === "folder") {
        if (depth + 1 < MAX_DEPTH) stack.push({ folder: path, name, depth: depth + 1 });
        else findings.push({ severity: "error", file: name, ...TOO_DEEP });
      } else if ("code" in found) {
        const severity = found.code === "link-to-folder-inside" ? "warning" : "error";
        findings.push({ severity, file: name, ...found });
      } else {
        files.push({ path: name, ...found });
        if (files.length > MAX_FILES)
          throw new AppError(
            "folder-unreadable",
            `There are more than ${MAX_FILES.toLocaleString("en")} files below ${root}.`,
            "Add its folders one by one.",
          );
        if (files.length % IN_ONE_GO === 0) {
          onProgress(files.length);
          await setImmediate();
          if (signal.aborted) throw cancelledError();
        }
      }
    }
  }
  onProgress(files.length);
  return { files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)), findings };
}

const TOO_DEEP: FileProblem = {
  code: "folder-too-deep",
  message: `The folder lies more than ${MAX_DEPTH} levels deep.`,
  remedy: "Add that folder itself.",
};
const NOT_A_FILE: FileProblem = {
  code: "not-a-file",
  message: "This is a device, a pipe or a socket, not a file.",
  remedy: "Take it out of the folder.",
};
const NAME_UNREADABLE: FileProblem = {
  code: "file-name-unreadable",
  message: "Its name is not valid text (UTF-8), so that it cannot be opened by it.",
  remedy: "Rename it, then add the folder again.",
};
const COPY_TARGET = "Copy what it points to into the folder, if it belongs there.";
const LINK_BROKEN: FileProblem = {
  code: "link-broken",
  message: "The link points to nothing.",
  remedy: COPY_TARGET,
};
const LINK_OUTSIDE: FileProblem = {
  code: "link-outside",
  message: "The link points out of the folder that was added; it is not followed.",
  remedy: COPY_TARGET,
};
const LINK_TO_FOLDER: FileProblem = {
  code: "link-to-folder-inside",
  message: "The link points to a folder that is read under its own name; it is not followed.",
  remedy: "Nothing to do.",
};

/** What an entry of a folder is, or what is wrong with it. */
type Look = "folder" | "vanished" | FileProblem | Pick<ScannedFile, "sizeBytes" | "mtimeMs">;

/** How the system is asked. */
interface Asking {
  readonly lstat: (path: string) => Stats | Promise<Stats>;
  readonly realpath: (path: string) => string | Promise<string>;
}

const waiting: Asking = { lstat: lstatSync, realpath: realpathSync };
const manyAtOnce: Asking = { lstat, realpath };

/** One after the other as long as each is answered at once, the others of a slow drive together. */
async function lookAtAll(folder: string, entries: readonly Dirent[], realRoot: string): Promise<Look[]> {
  const looked: Look[] = [];
  let isSlow = false;
  while (looked.length < entries.length && !isSlow) {
    const entry = entries[looked.length]!;
    const startedAt = performance.now();
    looked.push(await lookAt(join(folder, entry.name), entry, realRoot, waiting));
    isSlow = performance.now() - startedAt > SLOW_MS;
  }
  const others = entries.slice(looked.length);
  return [
    ...looked,
    ...(await Promise.all(others.map((entry) => lookAt(join(folder, entry.name), entry, realRoot, manyAtOnce)))),
  ];
}

/** An entry may be gone again since the folder was listed. */
async function lookAt(path: string, entry: Dirent, realRoot: string, asking: Asking): Promise<Look> {
  if (entry.isDirectory()) return "folder";
  let target = path;
  if (entry.isSymbolicLink()) {
    try {
      target = await asking.realpath(path);
    } catch {
      return LINK_BROKEN;
    }
    const fromRoot = relative(realRoot, target);
    if (fromRoot === ".." || fromRoot.startsWith(`..${sep}`) || fromRoot === target) return LINK_OUTSIDE;
  }
  try {
    const status = await asking.lstat(target);
    // A folder inside is read under its own name anyway: a link to it would give every file twice, or go round for ever.
    if (status.isDirectory()) return LINK_TO_FOLDER;
    return status.isFile() ? { sizeBytes: status.size, mtimeMs: Math.round(status.mtimeMs) } : NOT_A_FILE;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return isGarbled(entry.name) ? NAME_UNREADABLE : "vanished";
    const problem = systemProblem(error);
    if (!problem) throw error;
    return problem;
  }
}

/** Bytes that are no UTF-8 come as the replacement character, and the file cannot be found under that name. */
function isGarbled(name: string): boolean {
  return name.includes("\ufffd");
}

/** The entries of a folder in the order of their names, or why it cannot be listed. */
async function entriesOf(folder: string): Promise<Dirent[] | NodeJS.ErrnoException> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}

function folderFinding(path: string, { code }: NodeJS.ErrnoException): Finding {
  if (code === "ENOENT" && isGarbled(path)) return { severity: "error", file: path, ...NAME_UNREADABLE };
  return {
    severity: "error",
    code: "folder-unreadable",
    file: path,
    message: `The folder cannot be read (${code}).`,
    remedy: "Ask for permission to read it, then add the folder again.",
  };
}

function requireReadable(root: string): string {
  try {
    return realpathSync(root);
  } catch (error) {
    throw unreadableRoot(root, error);
  }
}

function unreadableRoot(root: string, cause: unknown): AppError {
  return new AppError(
    "folder-unreadable",
    `The folder ${root} is not there, or cannot be read.`,
    "Check the path, that the drive is connected, and your permission to read it.",
    { cause },
  );
}
