import type { JudgeVersion } from "../../project/queries/judges.ts";
import { type ClassNetworks, unpackModel } from "../signals/signals-model.ts";

/** The networks that a version taught itself, class by class; none where its kind has none. */
export function networksOf({ kind, weights, weightsSha256 }: JudgeVersion): readonly ClassNetworks[] {
  return kind.startsWith("signals/") ? unpackModel(weights, weightsSha256).networks : [];
}
