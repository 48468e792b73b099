import { createHash, hash as hashOnce } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

export function sha256Of(...parts: readonly (Uint8Array | string)[]): string {
  // Of small files a hash to be fed takes longer to make than what is fed to it.
  if (parts.length === 1) return hashOnce("sha256", parts[0]!);
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** SHA-256 of a file, read piece by piece. */
export function sha256OfFile(path: string, signal?: AbortSignal): Promise<string> {
  return sha256OfFiles([path], signal);
}

/** SHA-256 of files one after the other, as if they were one. */
export async function sha256OfFiles(paths: readonly string[], signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) {
    const file = createReadStream(path, { highWaterMark: 1 << 20 });
    await pipeline(file, hash, { end: false, ...(signal && { signal }) });
  }
  return hash.digest("hex");
}
