import { basename, dirname } from "node:path";
import { stemOf } from "#domain/pairing/file-kind.ts";
import type { SelectedCase } from "../project/state/select-masks.ts";
import type { ReleaseImage } from "./layouts.ts";

/** Where a case stands in a BIDS data set. */
export interface BidsPlace {
  /** `sub-01/ses-02/anat` */
  readonly folder: string;
  /** Entities of its files, `sub-01_ses-02`, of one channel where it has several. */
  entities(channel: number): string;
  /** What kind of image it is: `T1w`. */
  readonly suffix: string;
}

/** Stands where nobody has said what kind of image it is; BIDS knows no such kind. */
export const UNKNOWN_KIND = "image";

const BIDS_NAME = /^(?<entities>sub-[A-Za-z0-9]+(?:_[a-z]+-[A-Za-z0-9+]+)*)_(?<suffix>[A-Za-z0-9]+)$/;
const DATA_TYPES = new Set(["anat", "func", "dwi", "fmap", "perf", "pet"]);

interface NamedCase {
  readonly id: number;
  readonly image: ReleaseImage;
  readonly subject: string;
}

/**
 * A place for every case. Images that have BIDS names already keep them, so that the masks can be laid beside the data
 * set that they come from; all others are named by subject, and numbered (`run-1`, …) where a subject has several.
 * @param subjects by case, as `sub-…`
 * @param kind of image, for those whose name does not say it
 */
export function bidsPlaces(
  cases: readonly SelectedCase[],
  images: ReadonlyMap<number, ReleaseImage>,
  subjects: ReadonlyMap<number, string>,
  kind: string = UNKNOWN_KIND,
): Map<number, BidsPlace> {
  const named = cases.map(({ id }): NamedCase => ({ id, image: images.get(id)!, subject: subjects.get(id)! }));
  const own = new Map(named.map((entry) => [entry.id, ownName(entry.image)]));
  const sharing = Map.groupBy(named, ({ id }) => own.get(id)?.entities);
  const isKept = ({ id }: NamedCase): boolean => {
    const entities = own.get(id)?.entities;
    return entities !== undefined && sharing.get(entities)!.length === 1;
  };
  const used = new Set(named.filter(isKept).map(({ id }) => own.get(id)!.entities));
  const stems = Map.groupBy(
    named.filter((entry) => !isKept(entry)),
    (entry) => stemFor(entry, own.get(entry.id)?.entities),
  );
  const places = new Map<number, BidsPlace>();
  for (const entry of named.filter(isKept)) {
    const { entities, suffix } = own.get(entry.id)!;
    places.set(entry.id, placeAt(entities, suffix, entry.image));
  }
  for (const [stem, group] of stems) {
    const isAlone = group.length === 1 && !used.has(stem);
    for (const { id, image } of group) {
      const entities = isAlone ? stem : nextRun(stem, used);
      used.add(entities);
      places.set(id, placeAt(entities, own.get(id)?.suffix ?? kind, image));
    }
  }
  return places;
}

function nextRun(stem: string, used: ReadonlySet<string>): string {
  let run = 1;
  while (used.has(`${stem}_run-${run}`)) run += 1;
  return `${stem}_run-${run}`;
}

function ownName({ path, channelPaths }: ReleaseImage): { entities: string; suffix: string } | undefined {
  const groups = channelPaths.length > 0 ? undefined : BIDS_NAME.exec(stemOf(path.replaceAll("\\", "/")))?.groups;
  return groups && { entities: groups["entities"]!, suffix: groups["suffix"]! };
}

/** Subject and, where the name says it, session. */
function stemFor({ subject }: NamedCase, entities: string | undefined): string {
  const [ownSubject] = /^sub-[A-Za-z0-9]+/.exec(entities ?? "") ?? [];
  const [session] = /_ses-[A-Za-z0-9+]+/.exec(entities ?? "") ?? [];
  return `${ownSubject ?? subject}${session ?? ""}`;
}

function placeAt(entities: string, suffix: string, image: ReleaseImage): BidsPlace {
  const [subject, ...rest] = entities.split("_");
  const session = rest.find((entity) => entity.startsWith("ses-"));
  const folder = basename(dirname(image.path));
  const dataType = DATA_TYPES.has(folder) ? folder : "anat";
  return {
    folder: [subject, session, dataType].filter(Boolean).join("/"),
    suffix,
    entities: (channel) => {
      if (image.channelPaths.length === 0) return entities;
      // acq- stands before run- (BIDS, order of entities).
      const others = rest.filter((entity) => entity !== session);
      return [subject, session, `acq-${channel + 1}`, ...others].filter(Boolean).join("_");
    },
  };
}
