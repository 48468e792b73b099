import { z } from "zod";
import { Finding } from "../findings.ts";
import type { CommandSchema } from "./command.ts";

/** From this Dice with its reference on, a mask counts as good. */
const LeastDice = z.number().gt(0).max(1);

export const referenceCommands = {
  /**
   * Labels every mask of a case and class that has a mask of one source, the reference: accepted when its Dice with it
   * reaches the threshold of the class, rejected otherwise; the reference is accepted. Where there is no reference
   * nothing is labelled. The thresholds become a setting of the project. Labels are on disk as the work goes on.
   */
  "review.labelByReference": {
    kind: "job",
    input: z.object({
      source: z.string().min(1),
      dice: LeastDice,
      /** Classes with a threshold of their own. */
      diceOf: z.record(z.string(), LeastDice).default({}),
    }),
    output: z.object({
      /** Cases that have a reference. */
      nCases: z.int(),
      /** Masks that were compared, the references themselves included. */
      nAccepted: z.int(),
      nRejected: z.int(),
      /** Labels that were stored; the other masks had theirs already. */
      taken: z.int(),
      findings: z.array(Finding),
    }),
  },
} as const satisfies Record<string, CommandSchema>;
