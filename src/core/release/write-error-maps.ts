import { join } from "node:path";
import { AppError, cancelledError } from "#contract/errors.ts";
import type { Finding } from "#contract/findings.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { forEachBounded } from "../jobs/bounded.ts";
import type { Progress } from "../jobs/progress.ts";
import { judgeRecord } from "../project/queries/judges.ts";
import type { ReadableProject } from "../project/project.ts";
import type { PlannedErrorMap } from "./plan-error-maps.ts";
import type { ReleasePlan } from "./plan-release.ts";
import type { WrittenFile } from "./write-case-task.ts";

/**
 * Has the judge look at a mask, and its error map drawn and written to a path. The release knows nothing of judges: it is
 * given this by whoever composes both.
 * @throws UnreadableFile; AppError engine-died where the engine died of it again and again
 */
export type WriteErrorMap = (candidateId: number, path: string) => Promise<WrittenErrorMap>;

export interface WrittenErrorMap {
  readonly sha256: string;
  /** Voxels that are more likely wrong than not. */
  readonly nMissed: number;
  readonly nSurplus: number;
  readonly lookedWith: "judge" | "shipped";
}

/** What the manifest says of the error maps. */
export interface ErrorMapsOfManifest {
  readonly judge_version: number;
  readonly weights_sha256: string;
  readonly meaning: string;
  readonly maps: readonly {
    readonly case: string;
    readonly class: string;
    /** Of the mask, as among the masks. */
    readonly mask: string;
    /** As among the files. */
    readonly path: string;
    readonly sha256: string;
    readonly n_missed: number;
    readonly n_surplus: number;
    /** Networks that the version taught itself on this class, or the one that comes with Winnow. */
    readonly networks: "judge" | "shipped";
  }[];
  /** Masks of which none could be made, and why. */
  readonly not_made: readonly { readonly case: string; readonly class: string; readonly reason: string }[];
}

interface ErrorMaps {
  readonly files: readonly WrittenFile[];
  readonly ofManifest: ErrorMapsOfManifest | null;
  readonly findings: readonly Finding[];
}

export const NO_ERROR_MAPS: ErrorMaps = { files: [], ofManifest: null, findings: [] };

const MEANING =
  "Whole per cent, -100 to 100. Above 0, inside the mask: the chance that the voxel is surplus. Below 0, outside the mask: the chance that it is missed. n_surplus and n_missed count the voxels with 50 and more. The judge's opinion, not calibrated, and no measurement.";

/** Masks at once: one is looked at by the engine while another is read or written. */
const AT_ONCE = 2;
/** Masks in a row at which the engine may die before the others are left alone. */
const MOST_GIVEN_UP = 3;

export interface ErrorMapOptions {
  readonly project: ReadableProject;
  readonly errorsBy: (version: number) => WriteErrorMap;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Writes the error maps of a release below its root. Where one cannot be made, the others are, and it is said. */
export async function writeErrorMaps(
  { project, errorsBy, signal, progress }: ErrorMapOptions,
  { errorMaps, selection }: ReleasePlan,
  root: string,
): Promise<ErrorMaps> {
  const version = selection.book.version!;
  const write = errorsBy(version);
  const maps: ErrorMapsOfManifest["maps"][number][] = [];
  const notMade: { map: PlannedErrorMap; finding: Finding }[] = [];
  progress.phase("Drawing error maps", "masks", errorMaps.length);
  let [nDone, nGivenUp] = [0, 0];
  await forEachBounded(errorMaps, AT_ONCE, async (map) => {
    if (signal.aborted) throw cancelledError();
    try {
      if (nGivenUp >= MOST_GIVEN_UP) throw leftAlone();
      const { sha256, nMissed, nSurplus, lookedWith } = await write(map.mask.id, join(root, map.path));
      maps.push({
        ...ofMask(map),
        path: map.path,
        sha256,
        n_missed: nMissed,
        n_surplus: nSurplus,
        networks: lookedWith,
      });
      nGivenUp = 0;
    } catch (error) {
      if (isEngineDeath(error)) nGivenUp += 1;
      notMade.push({ map, finding: asFinding(map, error) });
    }
    nDone += 1;
    progress.done(nDone);
  });
  maps.sort((a, b) => (a.path < b.path ? -1 : 1));
  notMade.sort((a, b) => (a.map.path < b.map.path ? -1 : 1));
  return {
    files: maps.map(({ path, sha256 }) => ({ path, sha256 })),
    ofManifest: {
      judge_version: version,
      weights_sha256: judgeRecord(project, version).weightsSha256,
      meaning: MEANING,
      maps,
      not_made: notMade.map(({ map, finding }) => ({
        case: map.caseName,
        class: map.mask.className,
        reason: finding.code,
      })),
    },
    findings: notMade.map(({ finding }) => finding),
  };
}

/** @throws AppError no-judge-yet */
export function noJudgeForErrorMaps(): AppError {
  return new AppError(
    "no-judge-yet",
    "Error maps are the opinion of a judge, and this project has none in use.",
    "Train one and let it score (winnow train, winnow judge), or release without error maps.",
  );
}

function ofMask({ caseName, mask, maskFile }: PlannedErrorMap): { case: string; class: string; mask: string } {
  return { case: caseName, class: mask.className, mask: maskFile };
}

function isEngineDeath(error: unknown): boolean {
  return error instanceof AppError && error.code === "engine-died";
}

function leftAlone(): AppError {
  return new AppError(
    "engine-died",
    `The engine had stopped at ${MOST_GIVEN_UP} masks in a row, so that this one was not tried.`,
    "Close other programs to free memory, then release again.",
  );
}

/**
 * @returns why a map is missing; the case goes by its name, as everywhere in a release
 * @throws whatever is no fault of this one mask: a full disk, cancelling, a bug
 */
function asFinding({ caseName, mask }: PlannedErrorMap, error: unknown): Finding {
  if (!(error instanceof UnreadableFile) && !isEngineDeath(error)) throw error;
  const { code, message } = error instanceof UnreadableFile ? error.problem : (error as AppError);
  const remedy =
    error instanceof UnreadableFile ? error.problem.remedy : "Close other programs to free memory, then release again.";
  return {
    severity: "error",
    code,
    file: caseName,
    message: `No error map could be made of the mask for ${mask.className}: ${message}`,
    remedy: `The mask itself is in the release. ${remedy}`,
  };
}
