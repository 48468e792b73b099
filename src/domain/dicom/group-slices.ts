import type { Finding } from "#contract/findings.ts";
import { checkStack, SAME_PLACE_MM } from "./check-stack.ts";
import { type DicomHeader, type FramePlace, isCutShort, isOfVolume, type Slice } from "./dicom-header.ts";
import { doubleFinding, mixedFinding, placelessFinding, placeTwiceFinding, troubleFinding } from "./stack-findings.ts";
import { dot, inOrder, minus, normalOf } from "./stack-geometry.ts";

/** Files that are one image, in the order of its slices. */
export interface Stack {
  readonly files: readonly Slice[];
}

export interface Grouping {
  readonly stacks: readonly Stack[];
  /** Errors stand for files that are left out. */
  readonly findings: readonly Finding[];
}

/**
 * Makes images of the files of a tree, whatever they are called (reliability R12): by series, kind of slice and place.
 * What does not fit together is named, never assembled: two slices at one place, slices that are missing, a slice of
 * another size.
 */
export function groupSlices(files: readonly Slice[]): Grouping {
  const stacks: Stack[] = [];
  const findings: Finding[] = [];
  for (const series of Map.groupBy(files, ownerOf).values())
    groupSeries(withoutDoubles(series, findings), stacks, findings);
  return { stacks, findings };
}

/** Programs that take names out sometimes give all series of all patients the same number: these stay apart. */
function ownerOf({ header }: Slice): string {
  return [header.series, header.study, header.patientHash].join("\n");
}

function groupSeries(files: readonly Slice[], stacks: Stack[], findings: Finding[]): void {
  const inVolume: Slice[] = [];
  const placeless: Slice[] = [];
  for (const file of files) {
    const { pixels, places, spacingMm } = file.header;
    if (pixels!.nFrames > 1) stacks.push(...multiFrameOf(file, findings));
    else if (places.length === 1 && spacingMm) inVolume.push(file);
    else placeless.push(file);
  }
  stacks.push(...placeless.map((file) => ({ files: [file] })));
  if (files.length > 1 && placeless.some(({ header }) => isOfVolume(header)))
    findings.push(placelessFinding(placeless, files.length));
  const kinds = kindsOf(inVolume);
  for (const [index, kind] of kinds.entries()) {
    const found = partsOf(kind, findings).flatMap((part) => stackOf(part, findings) ?? []);
    stacks.push(...found);
    if (index > 0 && found.length > 0) findings.push(mixedFinding(kind, kinds[0]!));
  }
}

/** The same instance twice: the first one that is whole counts. */
function withoutDoubles(files: readonly Slice[], findings: Finding[]): Slice[] {
  const used = new Map<string, Slice>();
  for (const file of files) {
    const { sopInstance } = file.header;
    const before = used.get(sopInstance);
    if (!before || (isCutShort(before.header) && !isCutShort(file.header))) used.set(sopInstance, file);
  }
  return files.filter((file) => {
    const { sopInstance } = file.header;
    const other = used.get(sopInstance)!;
    if (sopInstance === "" || other === file) return true;
    findings.push(doubleFinding(file, other));
    return false;
  });
}

/** Several frames in one file are one volume, or none: frames in a file cannot be put right. */
function multiFrameOf(file: Slice, findings: Finding[]): Stack[] {
  const { places, pixels } = file.header;
  if (places.length !== pixels!.nFrames) return [{ files: [file] }];
  const frames = inOrder(places.map((place) => ({ place })));
  const name = (index: number): string => `frame ${index + 1}`;
  if (frames.some(({ place }) => !isSameDirection(place, places[0]!))) {
    findings.push(troubleFinding(file.path, { kind: "off-line", at: 0 }, name, "file"));
    return [];
  }
  const nPlaces = atSamePlaces(frames).length;
  if (nPlaces < places.length) {
    findings.push(placeTwiceFinding(file.path, `Its ${places.length} frames lie at ${nPlaces} places only`));
    return [];
  }
  const trouble = checkStack(frames.map(({ place }) => place));
  if (trouble) findings.push(troubleFinding(file.path, trouble, name, "file"));
  return isRefused(trouble) ? [] : [{ files: [file] }];
}

/** Slices that can lie in one volume, by size, spacing and direction; the commonest kind first. */
function kindsOf(files: readonly Slice[]): Slice[][] {
  const kinds: Slice[][] = [];
  for (const file of files.toSorted(byNumber)) {
    const kind = kinds.find(([first]) => isSameKind(file.header, first!.header));
    if (kind) kind.push(file);
    else kinds.push([file]);
  }
  return kinds.toSorted((a, b) => b.length - a.length);
}

function isSameKind(a: DicomHeader, b: DicomHeader): boolean {
  return (
    a.pixels!.rows === b.pixels!.rows &&
    a.pixels!.columns === b.pixels!.columns &&
    a.pixels!.samples === b.pixels!.samples &&
    a.spacingMm!.every((mm, axis) => Math.abs(mm - b.spacingMm![axis]!) <= 0.001 * mm) &&
    isSameDirection(a.places[0]!, b.places[0]!)
  );
}

function isSameDirection(a: FramePlace, b: FramePlace): boolean {
  const apart = [minus(a.row, b.row), minus(a.column, b.column)].flat();
  return apart.every((value) => Math.abs(value) <= 0.001);
}

/** Volumes of one series: several echoes, time points or acquisitions that lie at the same places. */
function partsOf(files: readonly Slice[], findings: Finding[]): Slice[][] {
  const sorted = inOrder(files.toSorted(byNumber).map((file) => ({ file, place: file.header.places[0]! })));
  const places = atSamePlaces(sorted).map((group) => group.map(({ file }) => file));
  if (places.length === sorted.length) return [places.flat()];
  const most = Math.max(...places.map((place) => place.length));
  const byPart = [...Map.groupBy(places.flat(), ({ header }) => header.part).values()];
  const areApart = places.every((place) => new Set(place.map(({ header }) => header.part)).size === place.length);
  // More parts than volumes: what tells them apart differs from slice to slice (a time of the heart's beat).
  if (byPart.length === most && areApart) return byPart;
  if (places.every((place) => place.length === most))
    return Array.from({ length: most }, (_, index) => places.map((place) => place[index]!));
  const [first, second] = places.find((place) => place.length > 1)! as [Slice, Slice];
  findings.push(
    placeTwiceFinding(
      first.path,
      `${second.path} lies at the same place and is another slice; its series (${files.length} files) cannot be put in order`,
    ),
  );
  return [];
}

/** Order in time, whatever files are called. */
function byNumber({ header: a }: Slice, { header: b }: Slice): number {
  const apart = (a.instanceNumber ?? 0) - (b.instanceNumber ?? 0);
  return apart || (a.sopInstance < b.sopInstance ? -1 : 1);
}

/** What is sorted by place, what lies at one place together. */
function atSamePlaces<T extends { readonly place: FramePlace }>(sorted: readonly T[]): T[][] {
  const groups: T[][] = [];
  for (const one of sorted) {
    const before = groups.at(-1)?.[0];
    const apart = before ? dot(minus(one.place.position, before.place.position), normalOf(before.place)) : Infinity;
    if (apart < SAME_PLACE_MM) groups.at(-1)!.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** Slices in order, as one volume; null where some are missing or lie elsewhere. */
function stackOf(files: readonly Slice[], findings: Finding[]): Stack | null {
  const trouble = checkStack(files.map(({ header }) => header.places[0]!));
  if (!trouble) return { files };
  const speaker =
    trouble.kind === "gap" || trouble.kind === "uneven" ? trouble.after : trouble.kind === "off-line" ? trouble.at : 0;
  findings.push(troubleFinding(files[speaker]!.path, trouble, (index) => files[index]!.path, "series"));
  return isRefused(trouble) ? null : { files };
}

function isRefused(trouble: ReturnType<typeof checkStack>): boolean {
  return trouble?.kind === "gap" || trouble?.kind === "off-line";
}
