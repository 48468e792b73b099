import { gaussianSmooth } from "../image/gaussian.ts";
import { signedDistance } from "../mask/distance-transform.ts";
import type { Rng } from "../random/rng.ts";

/** A binary mask on a grid; voxels are taken as isotropic in their own units unless spacing says otherwise. */
export interface MaskGrid {
  readonly size: readonly number[];
  readonly spacing: readonly number[];
}

/**
 * One way in which masks go wrong (methods 7.4). Drawn once, it gives a mask for every strength from 0 (unchanged) to 1
 * (as bad as it gets), each stronger one further from the true mask.
 */
export type Spoiling = (strength: number) => Uint8Array;
export type SpoilingKind = (mask: Uint8Array, grid: MaskGrid, rng: Rng) => Spoiling;

/** Mean radius of a mask: that of a disc (or ball) of its size. */
function radiusOf(mask: Uint8Array, { size, spacing }: MaskGrid): number {
  const cell = spacing.slice(0, size.length).reduce((product, side) => product * side, 1);
  const volume = mask.reduce((sum, value) => sum + value, 0) * cell;
  return (size[2] ?? 1) > 1 ? Math.cbrt((3 * volume) / (4 * Math.PI)) : Math.sqrt(volume / Math.PI);
}

function threshold(field: ArrayLike<number>, above: number): Uint8Array {
  const result = new Uint8Array(field.length);
  for (let i = 0; i < result.length; i += 1) result[i] = field[i]! > above ? 1 : 0;
  return result;
}

/** Smooth random field with mean 0 and deviation 1, its hills about `wavelength` wide. */
function smoothField({ size }: MaskGrid, wavelength: number, rng: Rng): Float32Array {
  const length = size.reduce((product, side) => product * side, 1);
  const noise = Float32Array.from({ length }, () => rng.normal());
  const field = gaussianSmooth(
    noise,
    size,
    size.map(() => wavelength / 2),
  );
  const deviation = Math.sqrt(field.reduce((sum, value) => sum + value * value, 0) / length) || 1;
  return field.map((value) => value / deviation);
}

export const erode: SpoilingKind = (mask, grid) => {
  const field = signedDistance(mask, grid.size, grid.spacing);
  const depth = field.reduce((most, value) => Math.max(most, value), 0);
  return (strength) => threshold(field, strength * depth * 0.95);
};

export const dilate: SpoilingKind = (mask, grid) => {
  const field = signedDistance(mask, grid.size, grid.spacing);
  const reach = 1.5 * radiusOf(mask, grid);
  return (strength) => threshold(field, -strength * reach);
};

export const shift: SpoilingKind = (mask, grid, rng) => {
  const direction = grid.size.map(() => rng.normal());
  const norm = Math.hypot(...direction) || 1;
  const reach = 2.2 * radiusOf(mask, grid);
  return (strength) =>
    translate(
      mask,
      grid,
      direction.map((value, axis) => Math.round((strength * reach * value) / norm / grid.spacing[axis]!)),
    );
};

/** A straight cut takes a part away. */
export const removePart: SpoilingKind = (mask, grid, rng) => {
  const projection = projectionAlong(grid, rng);
  const inside = Float64Array.from([...projection].filter((_, i) => mask[i] === 1)).toSorted();
  return (strength) => {
    const cut = inside[Math.min(inside.length - 1, Math.floor(strength * 0.95 * inside.length))]!;
    return Uint8Array.from(mask, (value, i) => (value === 1 && projection[i]! >= cut ? 1 : 0));
  };
};

/** A part is added: a rounded blob at the edge, as if the mask had leaked. */
export const addPart: SpoilingKind = (mask, grid, rng) => {
  const voxels = [...mask.keys()].filter((i) => mask[i] === 1);
  const centre = voxels[rng.int(voxels.length)]!;
  const distance = distanceFrom(grid, centre);
  const field = smoothField(grid, Math.max(2, radiusOf(mask, grid) / 2), rng);
  const reach = 2.5 * radiusOf(mask, grid);
  return (strength) =>
    Uint8Array.from(mask, (value, i) =>
      value === 1 || distance[i]! + field[i]! * reach * 0.15 < strength * reach ? 1 : 0,
    );
};

/** The edge becomes wavy. */
export const roughenEdge: SpoilingKind = (mask, grid, rng) => {
  const field = signedDistance(mask, grid.size, grid.spacing);
  const radius = radiusOf(mask, grid);
  const noise = smoothField(grid, Math.max(1.5, radius * (0.2 + 0.6 * rng.next())), rng);
  return (strength) =>
    threshold(
      field.map((value, i) => value + strength * radius * 0.9 * noise[i]!),
      0,
    );
};

/** The whole mask is bent by a smooth displacement. */
export const warp: SpoilingKind = (mask, grid, rng) => {
  const radius = radiusOf(mask, grid);
  const fields = grid.size.map(() => smoothField(grid, Math.max(3, radius), rng));
  return (strength) => {
    const result = new Uint8Array(mask.length);
    const [nx, ny] = [grid.size[0]!, grid.size[1]!];
    for (let i = 0; i < mask.length; i += 1) {
      const position = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
      let at = 0;
      let stride = 1;
      for (let axis = 0; axis < grid.size.length; axis += 1) {
        const moved = Math.round(position[axis]! + (strength * radius * fields[axis]![i]!) / grid.spacing[axis]!);
        at += Math.max(0, Math.min(grid.size[axis]! - 1, moved)) * stride;
        stride *= grid.size[axis]!;
      }
      result[i] = mask[at]!;
    }
    return result;
  };
};

/** Round holes inside. */
export const punchHoles: SpoilingKind = (mask, grid, rng) => {
  const field = smoothField(grid, Math.max(2, radiusOf(mask, grid) / 2), rng);
  const inside = Float64Array.from([...field].filter((_, i) => mask[i] === 1)).toSorted();
  return (strength) => {
    const cut = inside[Math.min(inside.length - 1, Math.floor(strength * 0.9 * inside.length))]!;
    return Uint8Array.from(mask, (value, i) => (value === 1 && field[i]! >= cut ? 1 : 0));
  };
};

/** Islands that do not belong to it. */
export const addIslands: SpoilingKind = (mask, grid, rng) => {
  const field = smoothField(grid, Math.max(2, radiusOf(mask, grid) / 2), rng);
  const outside = Float64Array.from([...field].filter((_, i) => mask[i] === 0)).toSorted();
  const nMask = mask.reduce((sum, value) => sum + value, 0);
  return (strength) => {
    const wanted = Math.min(outside.length - 1, Math.floor(strength * 2 * nMask));
    const cut = outside[outside.length - 1 - wanted]!;
    return Uint8Array.from(mask, (value, i) => (value === 1 || field[i]! > cut ? 1 : 0));
  };
};

function translate(mask: Uint8Array, { size }: MaskGrid, by: readonly number[]): Uint8Array {
  const [nx, ny, nz] = [size[0]!, size[1]!, size[2] ?? 1];
  const [dx, dy, dz] = [by[0]!, by[1]!, by[2] ?? 0];
  const result = new Uint8Array(mask.length);
  for (let z = Math.max(0, dz); z < Math.min(nz, nz + dz); z += 1) {
    for (let y = Math.max(0, dy); y < Math.min(ny, ny + dy); y += 1) {
      for (let x = Math.max(0, dx); x < Math.min(nx, nx + dx); x += 1) {
        result[x + nx * (y + ny * z)] = mask[x - dx + nx * (y - dy + ny * (z - dz))]!;
      }
    }
  }
  return result;
}

/** Position of every voxel along a random direction. */
function projectionAlong({ size, spacing }: MaskGrid, rng: Rng): Float64Array {
  const direction = size.map((_, axis) => rng.normal() * spacing[axis]!);
  const [nx, ny] = [size[0]!, size[1]!];
  const length = size.reduce((product, side) => product * side, 1);
  return Float64Array.from(
    { length },
    (_, i) =>
      direction[0]! * (i % nx) +
      direction[1]! * (Math.floor(i / nx) % ny) +
      (direction[2] ?? 0) * Math.floor(i / (nx * ny)),
  );
}

function distanceFrom({ size, spacing }: MaskGrid, centre: number): Float64Array {
  const [nx, ny] = [size[0]!, size[1]!];
  const at = (i: number): [number, number, number] => [
    (i % nx) * spacing[0]!,
    (Math.floor(i / nx) % ny) * spacing[1]!,
    Math.floor(i / (nx * ny)) * (spacing[2] ?? 1),
  ];
  const [cx, cy, cz] = at(centre);
  const length = size.reduce((product, side) => product * side, 1);
  return Float64Array.from({ length }, (_, i) => {
    const [x, y, z] = at(i);
    return Math.hypot(x - cx, y - cy, z - cz);
  });
}
