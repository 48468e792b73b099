import { z } from "zod";
import { Finding } from "../findings.ts";
import { VolumeSeries } from "../volumes.ts";
import type { CommandSchema } from "./command.ts";

/** An image file that holds several volumes. */
export const VolumeFile = z.object({
  fileId: z.int(),
  /** Relative to the folder that was added. */
  path: z.string(),
  /** Of one volume, in voxels. */
  size: z.array(z.int()),
  series: VolumeSeries,
  /** What tells the volumes apart, in a sentence. */
  about: z.string(),
  /** The volume that is used, counted from 0; null where somebody has yet to choose. */
  chosen: z.object({ volume: z.int(), actor: z.string(), at: z.int() }).nullable(),
  /** The volume that had been chosen when the file held another number of them. */
  outdated: z.object({ volume: z.int(), of: z.int() }).nullable(),
  /** Masks of it in use that somebody has marked. */
  nMarked: z.int(),
});
export type VolumeFile = z.infer<typeof VolumeFile>;

const FileIds = z.array(z.int().positive()).min(1).max(100_000);
const Actor = z.string().trim().min(1).max(80).default("person");

const Changed = z.object({
  /** The files whose volume is another one now. */
  fileIds: z.array(z.int()),
  /** Masks with marks that do not count at present: they were given on another volume, and are kept. */
  nMarkedResting: z.int(),
  /** Files that cannot be used with their volume, and why. */
  findings: z.array(Finding),
});
export type VolumesChanged = z.infer<typeof Changed>;

export const volumeCommands = {
  /** The image files that hold several volumes, and which of them is used. */
  "volumes.list": { kind: "query", input: z.object({}), output: z.object({ files: z.array(VolumeFile) }) },
  /** The middle slice of a volume, for the window: the picture is fetched by its address. */
  "volumes.preview": {
    kind: "query",
    input: z.object({ fileId: z.int().positive(), volume: z.int().min(0) }),
    /** A tile (contract/pictures.ts), which is kept for a while. */
    output: z.object({ picture: z.string() }),
  },
  /**
   * Uses one volume of each of these files as its image, and adds their folders again. Files that use it already stay as
   * they are. The files themselves are never written to.
   */
  "volumes.choose": {
    kind: "job",
    input: z.object({ fileIds: FileIds, volume: z.int().min(0), actor: Actor }),
    output: Changed,
  },
  /** Takes the last choice of each of these files back: what was chosen before it holds again, or nothing. */
  "volumes.undo": { kind: "job", input: z.object({ fileIds: FileIds, actor: Actor }), output: Changed },
} as const satisfies Record<string, CommandSchema>;
