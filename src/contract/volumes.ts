import { z } from "zod";

/** What tells the volumes of one file apart. */
export const VolumeSeries = z.object({
  /** How many there are. */
  n: z.int().min(2),
  axis: z.enum(["time", "channels", "unknown"]),
  /** Between two volumes in time; null where the file does not say. */
  step: z.object({ value: z.number().positive(), unit: z.enum(["s", "ms", "µs"]) }).nullable(),
  /** Of the channels, in order, where a `dataset.json` names them. */
  names: z.array(z.string()).nullable(),
});
export type VolumeSeries = z.infer<typeof VolumeSeries>;
