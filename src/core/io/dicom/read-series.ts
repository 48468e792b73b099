import type { AnyImage } from "../image/read-image.ts";
import type { ReadLimits } from "../limits.ts";
export async function readSeries(_slices: readonly string[], _limits: ReadLimits): Promise<AnyImage> {
  throw new Error("not yet");
}
