import { AppError } from "#contract/errors.ts";
import type { Geometry } from "#domain/geometry/geometry.ts";
import { PLANE_SIDE } from "#domain/signals/case-planes.ts";
import { planesAtSide } from "#domain/signals/plane-side.ts";
import type { Engine } from "../../engine/engine-client.ts";
import type { WeightArray } from "../../engine/parameters.ts";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import type { CandidateSource } from "../../project/queries/candidates.ts";
import type { WorkContext } from "../judge-kind.ts";
import { outliveEngine, StepSize } from "../../engine/outlive-engine.ts";
import { caseTask, type Readers } from "../read-case.ts";
import { isDark } from "../signals/network-bench.ts";
import { groupOf, inverted } from "../signals/pseudo-masks.ts";
import type { ShippedNetwork } from "../signals/shipped-network.ts";
import type { ClassNetworks } from "../signals/signals-model.ts";
import type { DrawErrorsTask, DrawnErrors } from "./draw-errors.ts";
import type { ErrorPlanes, ErrorPlanesTask } from "./error-planes.ts";

/** A mask and the image on whose grid it is; null: there is no file of the mask. */
export interface MaskOnImage {
  readonly image: { readonly sha256: string };
  readonly geometry: Geometry;
  readonly mask: MaskSource | null;
}

/** With what an error map is made. */
export interface ErrorMapParts {
  readonly engine: Engine;
  readonly readers: Readers;
  readonly shipped: ShippedNetwork;
  /** Of the version in use; empty where none is. */
  readonly networks: readonly ClassNetworks[];
  /** How likely masks are good by that version; those that are missing have no say in where the object is. */
  readonly voices: ReadonlyMap<number, number>;
  readonly context: WorkContext;
}

/** Whose networks looked: those that the version taught itself on masks of the class, or the one that comes with Winnow. */
export type LookedWith = "judge" | "shipped";

/**
 * What the other masks of a case say counts as much as what networks see, where the best of them is sure to be good: they
 * see fine detail, and the ends of an object, which networks see little of (`npm run bench:errors`).
 */
const OTHERS_SHARE = 0.5;

/** All that a reader thread needs to draw an error map. */
export interface ErrorDrawing {
  readonly task: DrawErrorsTask;
  readonly lookedWith: LookedWith;
}

/**
 * Where a mask differs from where the object seems to be: by the mean of the quality network and the segmenter that have
 * not been taught on its subject, and by the other masks of the case as far as they are likely to be good; or by the
 * shipped quality network where a project has none of its own.
 * @param group all masks of the case
 */
export async function errorMap(
  group: readonly CandidateSource[],
  candidateId: number,
  source: Pick<MaskOnImage, "mask" | "geometry">,
  parts: ErrorMapParts,
): Promise<DrawnErrors> {
  const { pool, limits } = parts.readers;
  const { task } = await errorDrawing(group, candidateId, source, { ...parts, isUrgent: true });
  const options = { deadlineMs: limits.deadlineMs, isUrgent: true, signal: parts.context.signal };
  return pool.run<DrawnErrors>("judge.drawErrors", task, task.mask.path, options);
}

/**
 * Has the networks look at a case for the error map of one of its masks.
 * @param group all masks of the case
 * @param parts.isUrgent somebody waits for it in front of the screen
 */
export async function errorDrawing(
  group: readonly CandidateSource[],
  candidateId: number,
  { mask, geometry }: Pick<MaskOnImage, "mask" | "geometry">,
  {
    engine,
    readers,
    shipped,
    networks,
    voices,
    context,
    isUrgent = false,
  }: ErrorMapParts & { readonly isUrgent?: boolean },
): Promise<ErrorDrawing> {
  const asked = group.find((candidate) => candidate.id === candidateId);
  if (!asked || !mask)
    throw new AppError("bad-request", `There is no mask ${candidateId} in use.`, "Ask for the list again.");
  const own = group.filter((candidate) => candidate.classId === asked.classId);
  const { pool, limits } = readers;
  const options = { deadlineMs: limits.deadlineMs, isUrgent, signal: context.signal };
  const ofClass = networks.find((one) => one.classId === asked.classId);
  const side = ofClass?.segmenterSide ?? PLANE_SIDE;
  const task: ErrorPlanesTask = {
    ...caseTask(own, limits),
    asked: own.indexOf(asked),
    side,
    voices: own.map(({ id }) => voices.get(id) ?? 0),
  };
  const planes = await pool.run<ErrorPlanes>("judge.readErrorPlanes", task, asked.image.path, options);
  const object = ofClass
    ? await seenByOwn(engine, ofClass, groupOf(asked.subject), planes, context)
    : await corrected(engine, shipped.weights, { images: planes.image, masks: planes.mask, side }, context);
  const { axis, frame, indices } = planes;
  return {
    task: { axis, frame, indices, side, mask, geometry, object, limits },
    lookedWith: ofClass ? "judge" : "shipped",
  };
}

async function seenByOwn(
  engine: Engine,
  { turnsPolarity, segmenterSide: side, segmenters, quality }: ClassNetworks,
  group: 0 | 1,
  { image, mask, indices, masksInTheMiddle, others, bestVoice }: ErrorPlanes,
  context: WorkContext,
): Promise<Uint8Array> {
  const area = side * side;
  const middle = Math.floor(indices.length / 2);
  const isTurned = turnsPolarity && isDark(image.subarray(middle * area, (middle + 1) * area), masksInTheMiddle);
  const images = isTurned ? inverted(image) : image;
  const byQuality = await corrected(engine, quality[group]!, { images, masks: mask, side }, context);
  const { probabilities } = await outliveEngine(context, new StepSize(), () =>
    engine.ask("segment", { weights: [segmenters[group]!], side, images }, { signal: context.signal }),
  );
  const share = others.length > 0 ? OTHERS_SHARE * bestVoice : 0;
  return byQuality.map((value, index) =>
    Math.round(((1 - share) * (value + probabilities[index]!)) / 2 + share * (others[index] ?? 0)),
  );
}

/** Where a quality network, which sees coarse planes, thinks the object is: on planes as they are given. */
async function corrected(
  engine: Engine,
  weights: readonly WeightArray[],
  given: { readonly images: Uint8Array; readonly masks: Uint8Array; readonly side: number },
  context: WorkContext,
): Promise<Uint8Array> {
  const [images, masks] = [given.images, given.masks].map((planes) => planesAtSide(planes, given.side, PLANE_SIDE));
  const imageOf = Uint32Array.from({ length: masks!.length / (PLANE_SIDE * PLANE_SIDE) }, (_, row) => row);
  const task = { weights, side: PLANE_SIDE, images: images!, masks: masks!, imageOf };
  const { probabilities } = await outliveEngine(context, new StepSize(), () =>
    engine.ask("correct", task, { signal: context.signal }),
  );
  return planesAtSide(probabilities, PLANE_SIDE, given.side);
}
