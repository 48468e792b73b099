import { type Dirent, realpathSync } from "node:fs";
import { lstat, opendir, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Finding } from "#contract/findings.ts";
import { AppError, cancelledError } from "#contract/errors.ts";

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
  const stack: { folder: string; depth: number }[] = [{ folder: root, depth: 0 }];
  const finding = (path: string, code: string, message: string, remedy: string): void => {
    findings.push({ severity: "error", code, file: path, message, remedy });
  };
  while (stack.length > 0) {
    if (signal.aborted) throw cancelledError();
    const { folder, depth } = stack.pop()!;
    const entries = await entriesOf(folder).catch((error: NodeJS.ErrnoException) => {
      finding(
        relativePath(root, folder),
        "folder-unreadable",
        `The folder cannot be read (${error.code ?? error.message}).`,
        "Ask for permission to read it, then add the folder again.",
      );
      return [];
    });
    for (const entry of entries) {
      const path = join(folder, entry.name);
      const name = relativePath(root, path);
      const target = entry.isSymbolicLink() ? await followLink(path, realRoot) : entry;
      if (target === "link-to-folder-inside") {
        findings.push({
          severity: "warning",
          code: target,
          file: name,
          message: LINK_MESSAGES[target],
          remedy: "Nothing to do.",
        });
      } else if (typeof target === "string") {
        finding(name, target, LINK_MESSAGES[target], "Copy what it points to into the folder, if it belongs there.");
      } else if (target.isDirectory()) {
        if (depth + 1 >= MAX_DEPTH)
          finding(
            name,
            "folder-too-deep",
            `The folder lies more than ${MAX_DEPTH} levels deep.`,
            "Add that folder itself.",
          );
        else stack.push({ folder: path, depth: depth + 1 });
      } else if (target.isFile()) {
        const { size, mtimeMs } = await lstatOrStat(path, entry.isSymbolicLink());
        files.push({ path: name, sizeBytes: size, mtimeMs: Math.round(mtimeMs) });
        if (files.length > MAX_FILES)
          throw new AppError(
            "folder-unreadable",
            `There are more than ${MAX_FILES.toLocaleString("en")} files below ${root}.`,
            "Add its folders one by one.",
          );
        if (files.length % 500 === 0) onProgress(files.length);
      } else {
        finding(name, "not-a-file", "This is a device, a pipe or a socket, not a file.", "Take it out of the folder.");
      }
    }
  }
  onProgress(files.length);
  return { files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)), findings };
}

const LINK_MESSAGES = {
  "link-broken": "The link points to nothing.",
  "link-outside": "The link points out of the folder that was added; it is not followed.",
  "link-to-folder-inside": "The link points to a folder that is read under its own name; it is not followed.",
} as const;

/** What a link leads to, or why it is not followed. */
async function followLink(
  path: string,
  realRoot: string,
): Promise<{ isDirectory(): boolean; isFile(): boolean } | keyof typeof LINK_MESSAGES> {
  let target: string;
  try {
    target = await realpath(path);
  } catch {
    return "link-broken";
  }
  const fromRoot = relative(realRoot, target);
  if (fromRoot === ".." || fromRoot.startsWith(`..${sep}`) || fromRoot === target) return "link-outside";
  const status = await stat(target);
  // A folder inside is read under its own name anyway: a link to it would give every file twice, or go round for ever.
  return status.isDirectory() ? "link-to-folder-inside" : status;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries: Dirent[] = [];
  for await (const entry of await opendir(folder, { bufferSize: 512 })) entries.push(entry);
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function lstatOrStat(path: string, isLink: boolean): Promise<{ size: number; mtimeMs: number }> {
  return isLink ? stat(path) : lstat(path);
}

function requireReadable(root: string): string {
  try {
    return realpathSync(root);
  } catch (error) {
    throw new AppError(
      "folder-unreadable",
      `The folder ${root} is not there, or cannot be read.`,
      "Check the path and that the drive is connected.",
      { cause: error },
    );
  }
}

function relativePath(root: string, path: string): string {
  return relative(root, path).split(sep).join("/");
}
