import { z } from "zod";
import { Finding } from "../findings.ts";
import type { CommandSchema } from "./command.ts";

/** Ways of learning from imperfect labels; only some are built. */
export const SegmentMethod = z.enum(["supervised", "presence", "inerrant", "sqa", "weak"]);

export const segmentCommands = {
  /**
   * Trains a segmenter on the accepted masks, and proposes masks with it for the cases that have none accepted: these
   * are judged like all others.
   */
  "segment.run": {
    kind: "job",
    input: z.object({
      method: SegmentMethod,
      seed: z.int().min(0).default(1),
      steps: z.int().min(1).max(100_000).default(600),
      /** One slice, one slice between its neighbours, or a block; without it slices of pictures, neighbours of volumes. */
      dimensions: z.enum(["2", "2.5", "3"]).optional(),
      /** Whether left and right mean the same. Usual for pictures, not for volumes. */
      mirror: z.boolean().optional(),
      /** Proposes masks for cases too that have an accepted one: for those it is no independent opinion. */
      all: z.boolean().default(false),
      /** Goes on where a training was cut off. */
      resume: z.boolean().default(false),
    }),
    output: z.object({
      /** Its masks have the source `segment-METHOD-VERSION`. */
      version: z.int().positive(),
      source: z.string(),
      classes: z.array(z.string()),
      nTaught: z.int(),
      loss: z.number().nullable(),
      nCases: z.int(),
      nMasks: z.int(),
      nEmpty: z.int(),
      findings: z.array(Finding),
    }),
  },
} as const satisfies Record<string, CommandSchema>;
