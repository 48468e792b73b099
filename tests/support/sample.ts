import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const sample = fileURLToPath(new URL("../../resources/sample/", import.meta.url));

/** A folder of its own for a test; the system removes it some day. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `winnow-${name}-`));
}

/** Answer (`accept` or `reject`) of every mask of the sample, by mask path. */
export function sampleAnswers(): Map<string, string> {
  const lines = readFileSync(join(sample, "answers.csv"), "utf8").trim().split("\n").slice(1);
  return new Map(lines.map((line) => line.split(",")).map(([, maskPath, label]) => [maskPath!, label!]));
}

/** Copies the first `nCases` images of the sample and their masks into a folder. */
export function copySample(folder: string, nCases: number): string {
  const names = readdirSync(join(sample, "nuclei", "images"))
    .toSorted()
    .slice(0, nCases);
  for (const kind of readdirSync(join(sample, "nuclei"))) {
    mkdirSync(join(folder, kind), { recursive: true });
    for (const name of names) cpSync(join(sample, "nuclei", kind, name), join(folder, kind, name));
  }
  return folder;
}

/** Writes a labels.csv that answers some masks from the sample's answer sheet. */
export function writeLabels(
  path: string,
  rows: readonly { candidate: string; mask_path: string }[],
  answers = sampleAnswers(),
): string {
  writeFileSync(
    path,
    `candidate,label\n${rows.map((row) => `${row.candidate},${answers.get(row.mask_path)}`).join("\n")}\n`,
  );
  return path;
}
