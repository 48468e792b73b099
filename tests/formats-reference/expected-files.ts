import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** The folder that holds the small files of every format, and what the libraries of reference make of them. */
export const referenceFolder = fileURLToPath(new URL(".", import.meta.url));

const named = { format: z.string(), variant: z.string() };

const readEntry = z.object({
  ...named,
  /** Relative to the folder; of a series, the folder of its slices. */
  file: z.string(),
  /** The library that read the file, with its version. */
  reference: z.string(),
  /** Winnow writes this variant, too. */
  written: z.literal(true).optional(),
  size: z.array(z.number()),
  channels: z.number(),
  /** SHA-256 of the values as float64, low byte first, x fastest, channels interleaved. */
  voxels: z.string(),
  /** Row-major, voxel index → RAS mm; null where the file gives none. */
  affine: z.array(z.number()).nullable(),
  /** Set where the decoders differ by rounding: how far a value may be from that of `values`. */
  tolerance: z.number().optional(),
  /** Base64 of the values as bytes, in the order of `voxels`; only where there is a tolerance. */
  values: z.string().optional(),
  /** What `values` are, where not bytes; low byte first. */
  valueType: z.literal("int16").optional(),
});

const refusedEntry = z.object({ ...named, file: z.string(), refused: z.string() });

export type ReadEntry = z.infer<typeof readEntry>;
export type RefusedEntry = z.infer<typeof refusedEntry>;
export type Entry = ReadEntry | RefusedEntry;

/** All entries of `expected*.json`, as the scripts beside them wrote them. */
export function expectedEntries(name = "expected*.json"): Entry[] {
  return globSync(name, { cwd: referenceFolder })
    .toSorted()
    .flatMap((file) => {
      const text = readFileSync(`${referenceFolder}/${file}`, "utf8");
      return z.array(z.union([refusedEntry, readEntry])).parse(JSON.parse(text));
    });
}
