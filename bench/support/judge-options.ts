import { parseArgs } from "node:util";
import { type TaskName, taskNames } from "../tasks/tasks.ts";
import { dataFolder } from "./report.ts";

/** One mask a case, or all that the task has. */
export type Candidates = "several" | "one";

export interface JudgeOptions {
  readonly data: string | null;
  readonly seeds: number;
  /** Seeds that the network from scratch gets, which takes longest. */
  readonly cnnSeeds: number;
  readonly labels: readonly number[];
  readonly sets: readonly TaskName[];
  /** Rivals by a part of their name; all where none is named. */
  readonly rivals: readonly string[];
  readonly candidates: readonly Candidates[];
  /** Measures the product's own judge, and keeps the rivals' scores where task, seed and labels are the same. */
  readonly onlyWinnow: boolean;
  /** Keeps all that was measured before on the same task, seed and labels, the product's own judge included. */
  readonly keep: boolean;
}

export function judgeOptions(): JudgeOptions {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      seeds: { type: "string", default: "5" },
      "cnn-seeds": { type: "string", default: "1" },
      labels: { type: "string", default: "0,10,25,50,100,200" },
      sets: { type: "string", default: taskNames.join(",") },
      rivals: { type: "string", default: "" },
      candidates: { type: "string", default: "several,one" },
      keep: { type: "boolean", default: false },
      "only-winnow": { type: "boolean", default: false },
    },
  });
  const listOf = (text: string): string[] => text.split(",").filter(Boolean);
  return {
    data: dataFolder(values.data),
    seeds: Number(values.seeds),
    cnnSeeds: Number(values["cnn-seeds"]),
    labels: listOf(values.labels).map(Number),
    sets: taskNames.filter((name) => listOf(values.sets).includes(name)),
    rivals: listOf(values.rivals),
    candidates: (["several", "one"] as const).filter((one) => listOf(values.candidates).includes(one)),
    onlyWinnow: values["only-winnow"],
    keep: values.keep,
  };
}
