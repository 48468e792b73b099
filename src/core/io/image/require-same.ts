import type { AnyImage } from "./decoded-image.ts";
import { UnreadableFile } from "../file-problem.ts";

/** A file that is not the one that was added (another hash) must never pass for it. */
export function requireSame(image: Pick<AnyImage, "sha256">, sha256: string): void {
  if (image.sha256 === sha256) return;
  throw new UnreadableFile(
    "file-changed",
    "The file has changed since it was added.",
    "Add its folder again: what is new is read, and labels on the earlier file no longer count.",
  );
}
