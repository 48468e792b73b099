import { z } from "zod";
import type { CommandSchema } from "./command.ts";

export const engineCommands = {
  "engine.doctor": {
    kind: "job",
    input: z.object({}),
    output: z.object({
      good: z.boolean(),
      winnow: z.string(),
      node: z.string(),
      tensorflow: z.string().nullable(),
      backend: z.string().nullable(),
      device: z.string().nullable(),
      memory: z.object({ totalBytes: z.number(), freeBytes: z.number() }),
      cores: z.int(),
      checks: z.array(z.object({ what: z.string(), good: z.boolean(), detail: z.string() })),
    }),
  },
} as const satisfies Record<string, CommandSchema>;
