import type { Parameter, Values } from "#contract/recipes.ts";

export type { Parameter, Values };

/**
 * What a proposer works on: grey values, x fastest, and lengths in units of the finest axis, so that a parameter "2" means
 * two of the smallest pixels along every axis, whatever the slice distance. A method looks for the *bright* object:
 * where the object is dark, the recipe has turned the grey values round before.
 */
export interface GreyImage {
  readonly data: Float32Array;
  /** Voxels along x, y, z; z is 1 for a picture. */
  readonly size: readonly [number, number, number];
  /** Distance of voxels along x, y, z, the smallest being 1. */
  readonly spacing: readonly [number, number, number];
}

/** How a run is seeded and watched. */
export interface MethodRun {
  readonly seed: number;
  /**
   * Called between the rounds of what takes long.
   * @param done share, 0 … 1
   * @throws where the run was cancelled
   */
  readonly tick: (done: number) => void;
}

/** A mask, and what was found on the way to it (a threshold, a number of rounds), as it is recorded. */
export interface MethodResult {
  /** 1 where the object is, 0 elsewhere. */
  readonly mask: Uint8Array;
  readonly told: Readonly<Record<string, number | string>>;
}

/** A way of making a mask from grey values alone (methods 2.2 to 2.4). One file a method. */
export interface Method {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Too slow to follow a slider at full size: shown coarse first. */
  readonly isIterative: boolean;
  run(image: GreyImage, values: Values, run: MethodRun): MethodResult;
}

/** What is done to grey values before a method sees them (methods 2.1). */
export interface Filter {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** @returns new grey values; the image is left as it is */
  run(image: GreyImage, values: Values): Float32Array;
}

/** The number of that name. */
export function numberOf(values: Values, name: string): number {
  const value = values[name];
  if (typeof value !== "number") throw new Error(`no number ${name}`);
  return value;
}

/** The choice of that name. */
export function choiceOf(values: Values, name: string): string {
  const value = values[name];
  if (typeof value !== "string") throw new Error(`no choice ${name}`);
  return value;
}
