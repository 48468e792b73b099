import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

export interface PageFile {
  readonly contentType: string;
  readonly body: Uint8Array;
  /** The name carries a fingerprint of the content, so that it may be kept for ever. */
  readonly isImmutable: boolean;
}

/**
 * The files of the built interface by address. The list is made once: an address is looked up in it and never becomes a
 * path, so that no address can lead out of the folder.
 */
export function readPageFiles(folder: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  addFolder(folder, "", files);
  const index = files.get("/index.html");
  if (index) files.set("/", index);
  return files;
}

function addFolder(folder: string, address: string, files: Map<string, PageFile>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const own = `${address}/${entry.name}`;
    const path = join(folder, entry.name);
    const contentType = CONTENT_TYPES[extname(entry.name)];
    if (entry.isDirectory()) addFolder(path, own, files);
    else if (entry.isFile() && contentType)
      files.set(own, { contentType, body: readFileSync(path), isImmutable: own.startsWith("/assets/") });
  }
}
