import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./places.ts";

const answers = new Map(
  readFileSync(join(root, "resources/sample/answers.csv"), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",") as [string, string, "accept" | "reject"])
    .map(([, maskPath, label]) => [maskPath, label]),
);

/** What the answer sheet of the sample says of a mask, by its path in the folder: it stands for a person. */
export function answerOf(maskPath: string): "accept" | "reject" {
  const answer = answers.get(maskPath);
  if (!answer) throw new Error(`The answer sheet does not know ${maskPath}.`);
  return answer;
}
