import { z } from "zod";

/** Where an axis of the result comes from: that axis of the mask, from its other end where it is flipped. */
export const AxisTurn = z.object({ from: z.int().min(0).max(2), isFlipped: z.boolean() });
export type AxisTurn = z.infer<typeof AxisTurn>;

const Axes = z.array(AxisTurn).min(2).max(3);

/** How a mask is brought onto the grid of its image. Nothing is ever interpolated: a label stays a label. */
export const GridRemedy = z.discriminatedUnion("kind", [
  /** Turned as its own header says that it lies. */
  z.object({ kind: z.literal("reorient"), axes: Axes }),
  /** Axes exchanged, whatever a header says. */
  z.object({ kind: z.literal("swap"), axes: Axes }),
  /** Mirrored, whatever a header says. */
  z.object({ kind: z.literal("flip"), axes: Axes }),
  /** Voxel for voxel, as if it had the header of its image. */
  z.object({ kind: z.literal("copy-header") }),
  /** The nearest voxel: by position in space, or by its share of the picture's width and height. */
  z.object({ kind: z.literal("resample"), by: z.enum(["position", "extent"]) }),
]);
export type GridRemedy = z.infer<typeof GridRemedy>;

const Colour = z.tuple([z.number(), z.number(), z.number()]);
export type Colour = z.infer<typeof Colour>;

export const MAX_CLASS_NAME = 80;
const ClassName = z.string().trim().min(1).max(MAX_CLASS_NAME);

/** A value or colour of the file, and the class that it becomes; null: background. */
export const ValueClass = z.object({
  from: z.union([z.number(), Colour]),
  name: ClassName.nullable(),
});
export type ValueClass = z.infer<typeof ValueClass>;

const Classes = z.array(ValueClass).min(1).max(255);

/** How the values of a mask become classes. */
export const ValuesRemedy = z.discriminatedUnion("kind", [
  /** One class: what is at least this share of the way from the lowest to the highest value. */
  z.object({ kind: z.literal("threshold"), share: z.number().min(0).max(1), name: ClassName }),
  /** Each value stands for the nearest of these. */
  z.object({ kind: z.literal("greys"), classes: Classes }),
  z.object({ kind: z.literal("colours"), classes: Classes }),
  /** Exactly these values; every other is background. */
  z.object({ kind: z.literal("labels"), classes: Classes }),
  /** One class: every value but 0. */
  z.object({ kind: z.literal("objects"), name: ClassName }),
]);
export type ValuesRemedy = z.infer<typeof ValuesRemedy>;

/** What is done about a mask; null: nothing about its grid, or its values. */
export const Remedy = z.object({ grid: GridRemedy.nullable(), values: ValuesRemedy.nullable() });
export type Remedy = z.infer<typeof Remedy>;

/** One way in which the grids of a mask and its image differ. */
export const GridDifference = z.discriminatedUnion("what", [
  z.object({ what: z.literal("size"), image: z.array(z.int()), mask: z.array(z.int()) }),
  /** Tolerance: relative 1e-5. */
  z.object({ what: z.literal("spacing"), image: z.array(z.number()), mask: z.array(z.number()) }),
  /** The side of the patient that each axis runs to (R, L, A, P, S, I), and the largest angle between two axes. */
  z.object({ what: z.literal("orientation"), image: z.string(), mask: z.string(), degrees: z.number() }),
  /** One is stored mirrored. */
  z.object({ what: z.literal("handedness") }),
  /** How far apart the first voxels lie; tolerance 0.1 mm. */
  z.object({ what: z.literal("origin"), distanceMm: z.number() }),
  /** The mask's file does not say where it lies. */
  z.object({ what: z.literal("no-position") }),
]);
export type GridDifference = z.infer<typeof GridDifference>;

export const GridDiagnosis = z.object({
  differences: z.array(GridDifference),
  /** What can be done, the recommended one first; `why` says what speaks for it. */
  remedies: z.array(
    z.object({
      remedy: GridRemedy,
      why: z.enum(["corners-agree", "same-size", "size-fits", "overlap", "same-shape", "by-eye"]),
      /** Largest distance of a corner from where the image has it; null where nothing says. */
      restMm: z.number().nullable(),
    }),
  ),
  /** The first remedy is one that the file itself speaks for. */
  isClear: z.boolean(),
});
export type GridDiagnosis = z.infer<typeof GridDiagnosis>;

export const ValuesProblem = z.enum([
  "soft",
  "lossy",
  "colours",
  "stray-greys",
  "too-many",
  "negative",
  "not-finite",
  "gaps",
  "unknown-labels",
  /** Nothing: somebody wants to change them all the same. */
  "none",
]);
export type ValuesProblem = z.infer<typeof ValuesProblem>;

export const ValuesDiagnosis = z.object({
  problem: ValuesProblem,
  /** Lowest and highest value. */
  range: z.tuple([z.number(), z.number()]),
  nValues: z.int(),
  /** The recommended one first; names are the usual ones. */
  remedies: z.array(ValuesRemedy),
});
export type ValuesDiagnosis = z.infer<typeof ValuesDiagnosis>;

/** What is wrong with a mask that something can be done about. */
export const Diagnosis = z.object({ grid: GridDiagnosis.nullable(), values: ValuesDiagnosis.nullable() });
export type Diagnosis = z.infer<typeof Diagnosis>;
