import type { ImageSource } from "#domain/image/image-source.ts";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { dice } from "#domain/mask/overlap.ts";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import { readMask } from "#core/io/image/read-mask.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { Project } from "#core/project/project.ts";
import { candidateSources } from "#core/project/queries/candidates.ts";
import { imageSource } from "#core/project/queries/image-reference.ts";
import { type CaseImage, caseImages } from "#core/project/queries/case-images.ts";
import { maskSource } from "#core/project/queries/mask-reference.ts";
import { withProject } from "../support/with-project.ts";
import { isControl, writeControls } from "./controls.ts";
import { type AdagssSet, stemOf } from "./sets.ts";

/** A case, on one side of the split. */
export interface PreparedCase {
  readonly image: CaseImage;
  /** Of the image; the project is closed by the time it is read. */
  readonly source: ImageSource;
  readonly truth: MaskSource;
  readonly part: "pool" | "test";
}

/** A candidate of the project, and what only the bench knows of it. */
export interface PreparedMask {
  readonly name: string;
  readonly caseName: string;
  readonly source: string;
  readonly mask: MaskSource;
  readonly dice: number;
  readonly isGood: boolean;
  readonly part: "pool" | "test";
}

/** A project with automatic masks of a set, half of its subjects set apart for testing. */
export interface Prepared {
  readonly set: AdagssSet;
  readonly work: string;
  /** The project before the first label. */
  readonly project: string;
  readonly cases: readonly PreparedCase[];
  /** What is labelled and tested. */
  readonly masks: readonly PreparedMask[];
  /** What is only scored: see controls. */
  readonly controls: readonly PreparedMask[];
}

/** Adds a set to a project, has masks proposed where it has none, and compares them with the truth. */
export async function prepare(set: AdagssSet, work: string, seed: number): Promise<Prepared> {
  const home = join(work, set.name);
  mkdirSync(home, { recursive: true });
  const path = join(home, "base.winnow");
  await writeControls(set, seed);
  await withProject(path, set.network, async ({ call }) => {
    await call("intake.add", { folder: set.folder });
    if (set.recipes) await call("propose.setRecipes", { recipes: [...set.recipes] });
    const methods = set.recipes ? undefined : "all";
    if (set.areProposed) await call("propose.run", { methods, className: "1" });
  });
  const project = Project.open(path, "read");
  try {
    const images = caseImages(project).filter(({ file }) => set.truths.has(stemOf(file)));
    const subjects = shuffled([...new Set(images.map(({ subject }) => subject))].toSorted(), createRng(seed, "split"));
    const tested = new Set(subjects.slice(Math.ceil(subjects.length / 2)));
    const cases = images.map((image): PreparedCase => ({
      image,
      source: imageSource(image),
      truth: set.truths.get(stemOf(image.file))!,
      part: tested.has(image.subject) ? "test" : "pool",
    }));
    const caseOf = new Map(cases.map((one) => [one.image.id, one]));
    const truths = new Map<number, Uint8Array>();
    const masks: PreparedMask[] = [];
    for (const candidate of candidateSources(project)) {
      const one = caseOf.get(candidate.caseId);
      if (!one) continue;
      let truth = truths.get(candidate.caseId);
      if (!truth) {
        truths.clear();
        truths.set(candidate.caseId, (truth = await readMask(one.truth, defaultLimits)));
      }
      const mask = maskSource(candidate.mask);
      const overlap = dice(await readMask(mask, defaultLimits), truth);
      masks.push({
        name: candidate.name,
        caseName: one.image.name,
        source: candidate.source,
        mask,
        dice: overlap,
        isGood: overlap >= set.goodDice,
        part: one.part,
      });
    }
    const [controls, own] = [
      masks.filter(({ source }) => isControl(source)),
      masks.filter(({ source }) => !isControl(source)),
    ];
    return { set, work: home, project: path, cases, masks: own, controls };
  } finally {
    project.close();
  }
}
