import { convertedMasks } from "./0080-converted-masks.ts";
import { dicom } from "./0070-dicom.ts";
import { growingLists } from "./0110-growing-lists.ts";
import { initial } from "./0010-initial.ts";
import { lotContents } from "./0100-lot-contents.ts";
import { lookupIndexes } from "./0020-lookup-indexes.ts";
import { spotChecks } from "./0030-spot-checks.ts";
import { proposals } from "./0050-proposals.ts";
import { segmenters } from "./0060-segmenters.ts";
import { strangeness } from "./0040-strangeness.ts";
import { volumes } from "./0090-volumes.ts";
import type { Migration } from "./migration.ts";

/** Every migration, oldest first. */
export const migrations: readonly Migration[] = [
  initial,
  lookupIndexes,
  spotChecks,
  strangeness,
  proposals,
  segmenters,
  dicom,
  convertedMasks,
  volumes,
  lotContents,
  growingLists,
];

export const newestVersion = migrations.at(-1)!.version;
