import type { AxisTurn, GridDiagnosis, GridDifference } from "#contract/remedies.ts";
import { axisLetters } from "../geometry/axis-letters.ts";
import { POSITION_TOLERANCE_MM, compareGeometry, isSameSpacing } from "../geometry/compare-geometry.ts";
import { cornerDistanceMm, cornersOf, type Geometry, spacingOfAffine, toWorld } from "../geometry/geometry.ts";
import { allTurns, turnedAffine, turnedSize } from "./turn-axes.ts";

type Offer = GridDiagnosis["remedies"][number];

/** Turned corners that come this close (in voxels) to the image's are the same corners, noted by another program. */
const CORNER_VOXELS = 0.5;
/** Share of the mask's box that has to lie in its image's for its position to be believed. */
const LEAST_OVERLAP = 0.5;
/** Pictures whose sides are in the same ratio within this are the same picture, larger or smaller. */
const SHAPE_TOLERANCE = 0.02;
const DEGREES_TOLERANCE = 1;

/**
 * How a mask's grid differs from its image's, and what can be done about it, what the files speak for first.
 * @returns null where they agree
 */
export function diagnoseGrid(image: Geometry, mask: Geometry): GridDiagnosis | null {
  if (!compareGeometry(image, mask)) return null;
  const offers = [...turns(image, mask), ...copies(image, mask), ...resamplings(image, mask)];
  const clear = recommended(image, mask, offers);
  const remedies = [...offers].toSorted((a, b) => Number(b === clear) - Number(a === clear));
  return { differences: differences(image, mask), remedies, isClear: clear !== null };
}

/** What can be done with a mask that fits its image as far as its file can tell: nothing, first. */
export function diagnoseByEye(geometry: Geometry): GridDiagnosis {
  const remedies = [...copies(geometry, geometry), ...turns(geometry, geometry, true)];
  return { differences: [], remedies, isClear: true };
}

/**
 * The one way that the files speak for. None where somebody has to look: a mask of 20 × 10 for an image of 10 × 20 may be
 * turned to the left, to the right, or mirrored as well; and of two headers that say of as many voxels that they are of
 * other sizes or lie otherwise, either may be wrong.
 */
function recommended(image: Geometry, mask: Geometry, offers: readonly Offer[]): Offer | null {
  const first = (why: Offer["why"]): Offer | null => offers.find((offer) => offer.why === why) ?? null;
  const asItSays = first("corners-agree");
  if (asItSays) return asItSays;
  if (isSameSize(image.size, mask.size)) return isPlacedAlike(image, mask) ? first("same-size") : null;
  return (bothPlaced(image, mask) ? first("overlap") : null) ?? first("same-shape");
}

/** Voxel for voxel is the same place, but for the origin, as far as the files tell. */
function isPlacedAlike(image: Geometry, mask: Geometry): boolean {
  if (!bothPlaced(image, mask)) return true;
  return differences(image, mask).every(({ what }) => what === "origin");
}

function differences(image: Geometry, mask: Geometry): GridDifference[] {
  const found: GridDifference[] = [];
  if (!isSameSize(image.size, mask.size) || image.size.length !== mask.size.length)
    found.push({ what: "size", image: [...image.size], mask: [...mask.size] });
  if (image.spacingMm && mask.spacingMm && !isSameSpacing(image.spacingMm, mask.spacingMm))
    found.push({ what: "spacing", image: [...image.spacingMm], mask: [...mask.spacingMm] });
  if (!bothPlaced(image, mask)) {
    if (image.affine && image.orientationKnown) found.push({ what: "no-position" });
    return found;
  }
  const [imageLetters, maskLetters] = [image, mask].map((geometry) =>
    axisLetters(geometry)!
      .map(([, high]) => high)
      .join(""),
  ) as [string, string];
  const degrees = largestAngle(image.affine!, mask.affine!);
  if (imageLetters !== maskLetters || degrees > DEGREES_TOLERANCE)
    found.push({ what: "orientation", image: imageLetters, mask: maskLetters, degrees });
  if (Math.sign(determinant(image.affine!)) !== Math.sign(determinant(mask.affine!)))
    found.push({ what: "handedness" });
  const [here, there] = [toWorld(image.affine!, 0, 0, 0), toWorld(mask.affine!, 0, 0, 0)];
  const distanceMm = Math.hypot(here[0] - there[0], here[1] - there[1], here[2] - there[2]);
  if (distanceMm > POSITION_TOLERANCE_MM) found.push({ what: "origin", distanceMm });
  return found;
}

/** Turning and mirroring: as the headers say, else as the sizes allow. */
function turns(image: Geometry, mask: Geometry, isByEye = false): Offer[] {
  const nAxes = isVolume(image) || isVolume(mask) ? 3 : 2;
  const fitting = allTurns(nAxes).filter((axes) => isSameSize(turnedSize(mask.size, axes), image.size));
  const rest = (axes: readonly AxisTurn[]): number | null =>
    bothPlaced(image, mask) ? cornerDistanceMm(image.size, image.affine!, turnedAffine(padded(mask), axes)) : null;
  const tolerance = Math.max(POSITION_TOLERANCE_MM, CORNER_VOXELS * smallestSpacing(image));
  const offers: Offer[] = [];
  const placed = fitting
    .map((axes) => ({ axes, restMm: rest(axes) }))
    .filter(({ axes, restMm }) => restMm !== null && restMm <= tolerance && !isIdentity(axes))
    .toSorted((a, b) => a.restMm! - b.restMm!);
  for (const { axes, restMm } of placed.slice(0, 1))
    offers.push({ remedy: { kind: "reorient", axes: [...axes] }, why: "corners-agree", restMm });
  const isSame = isSameSize(image.size, mask.size);
  const known = new Set(offers.map(({ remedy }) => ("axes" in remedy ? JSON.stringify(remedy.axes) : "")));
  for (const axes of fitting) {
    if (isIdentity(axes) || known.has(JSON.stringify(axes))) continue;
    const isSwap = axes.some(({ from }, axis) => from !== axis);
    const flips = axes.filter(({ isFlipped }) => isFlipped).length;
    // Of volumes only what one can tell apart by eye: one axis mirrored, or a half turn in the plane of the slices.
    const isHalfTurn = flips === 2 && axes[0]!.isFlipped && axes[1]!.isFlipped;
    if (isSwap ? (isSame && !isByEye) || (nAxes === 3 && flips > 0) : flips > 1 && !isHalfTurn) continue;
    offers.push({
      remedy: { kind: isSwap ? "swap" : "flip", axes: [...axes] },
      why: isSwap && flips === 0 ? "size-fits" : "by-eye",
      restMm: rest(axes),
    });
  }
  return offers;
}

function copies(image: Geometry, mask: Geometry): Offer[] {
  if (!isSameSize(image.size, mask.size)) return [];
  const restMm = bothPlaced(image, mask) ? cornerDistanceMm(image.size, image.affine!, mask.affine!) : null;
  return [{ remedy: { kind: "copy-header" }, why: "same-size", restMm }];
}

function resamplings(image: Geometry, mask: Geometry): Offer[] {
  const offers: Offer[] = [];
  if (image.affine && mask.affine) {
    const share = overlap(image, mask);
    if (share > 0)
      offers.push({
        remedy: { kind: "resample", by: "position" },
        why: share >= LEAST_OVERLAP ? "overlap" : "by-eye",
        restMm: 0,
      });
  }
  if (!isSameSize(image.size, mask.size) && isVolume(image) === isVolume(mask)) {
    const ratios = [0, 1, 2].map((axis) => (mask.size[axis] ?? 1) / (image.size[axis] ?? 1));
    const inPlane = Math.abs(ratios[0]! / ratios[1]! - 1) <= SHAPE_TOLERANCE;
    const isSameShape =
      inPlane && (!isVolume(image) || ratios[2] === 1 || Math.abs(ratios[2]! / ratios[0]! - 1) <= 0.1);
    offers.push({
      remedy: { kind: "resample", by: "extent" },
      why: isSameShape ? "same-shape" : "by-eye",
      restMm: null,
    });
  }
  return offers;
}

/** Share of the smaller of the two boxes, along the axes of the body, that lies in both. */
function overlap(image: Geometry, mask: Geometry): number {
  const [a, b] = [image, mask].map(({ size, affine }) => {
    const corners = cornersOf(size).map(([x, y, z]) => toWorld(affine!, x, y, z));
    const spacing = spacingOfAffine(affine!);
    return [0, 1, 2].map((row) => {
      const values = corners.map((corner) => corner[row]!);
      const half = Math.max(...spacing) / 2;
      return [Math.min(...values) - half, Math.max(...values) + half] as const;
    });
  });
  let [both, ofA, ofB] = [1, 1, 1];
  for (const axis of [0, 1, 2]) {
    const [lowA, highA] = a![axis]!;
    const [lowB, highB] = b![axis]!;
    both *= Math.max(0, Math.min(highA, highB) - Math.max(lowA, lowB));
    ofA *= highA - lowA;
    ofB *= highB - lowB;
  }
  return both / Math.min(ofA, ofB);
}

function isSameSize(a: readonly number[], b: readonly number[]): boolean {
  return [0, 1, 2].every((axis) => (a[axis] ?? 1) === (b[axis] ?? 1));
}

function isVolume({ size }: Geometry): boolean {
  return (size[2] ?? 1) > 1;
}

function padded(geometry: Geometry): Geometry {
  return { ...geometry, size: [0, 1, 2].map((axis) => geometry.size[axis] ?? 1) };
}

function isIdentity(axes: readonly AxisTurn[]): boolean {
  return axes.every(({ from, isFlipped }, axis) => from === axis && !isFlipped);
}

/** Both files say where they lie. */
function bothPlaced(image: Geometry, mask: Geometry): boolean {
  return image.affine !== null && mask.affine !== null && image.orientationKnown && mask.orientationKnown;
}

function smallestSpacing({ affine, spacingMm }: Geometry): number {
  return Math.min(...(spacingMm ?? (affine ? spacingOfAffine(affine) : [1])));
}

function largestAngle(a: readonly number[], b: readonly number[]): number {
  const [lengthsA, lengthsB] = [spacingOfAffine(a), spacingOfAffine(b)];
  const cosines = [0, 1, 2].map((axis) => {
    const dot = [0, 1, 2].reduce((sum, row) => sum + a[4 * row + axis]! * b[4 * row + axis]!, 0);
    return dot / (lengthsA[axis]! * lengthsB[axis]!);
  });
  return (Math.acos(Math.max(-1, Math.min(1, ...cosines))) * 180) / Math.PI;
}

function determinant(m: readonly number[]): number {
  return (
    m[0]! * (m[5]! * m[10]! - m[6]! * m[9]!) -
    m[1]! * (m[4]! * m[10]! - m[6]! * m[8]!) +
    m[2]! * (m[4]! * m[9]! - m[5]! * m[8]!)
  );
}
