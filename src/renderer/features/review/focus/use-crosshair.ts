import { useMemo, useState } from "react";
import type { PlaneLayout } from "#domain/geometry/planes.ts";
import type { Volume } from "../../../viewer/read-nifti.ts";
import { byMostMask, firstVoxel } from "./use-case.ts";

export interface Crosshair {
  /** Null until there is an image. */
  readonly voxel: readonly [number, number, number] | null;
  /** The first is large. */
  readonly planes: readonly PlaneLayout[];
  moveTo(change: readonly { axis: number; index: number }[]): void;
  step(axis: number, step: number): void;
  nextPlane(): void;
}

/**
 * Where one looks in a volume. It begins at the slices that hold most of the mask, in the plane that shows most of it;
 * after that it stays where it was put, also between the masks of a case.
 */
export function useCrosshair(
  caseId: number | null,
  image: Volume | null,
  mask: Volume | undefined,
  layouts: readonly PlaneLayout[],
): Crosshair {
  // What the first mask of the case that had come says; later ones change nothing.
  const [first, setFirst] = useState<{ image: Volume; mask: Volume } | null>(null);
  if (image && mask && first?.image !== image) setFirst({ image, mask });
  const guide = image && first?.image === image ? first.mask : undefined;
  const order = useMemo(() => (image ? byMostMask(layouts, image, guide) : []), [layouts, image, guide]);
  const start = useMemo(() => (image ? firstVoxel(image, guide, order[0]) : null), [image, guide, order]);

  const [place, setPlace] = useState<{ caseId: number | null; voxel: [number, number, number] } | null>(null);
  const [turn, setTurn] = useState(0);
  const voxel = place && place.caseId === caseId ? place.voxel : start;
  const moveTo = (change: readonly { axis: number; index: number }[]): void => {
    if (!voxel || !image) return;
    const next: [number, number, number] = [...voxel];
    for (const { axis, index } of change) next[axis] = Math.min(image.size[axis]! - 1, Math.max(0, index));
    setPlace({ caseId, voxel: next });
  };
  const from = order.length === 0 ? 0 : turn % order.length;
  return {
    voxel,
    planes: [...order.slice(from), ...order.slice(0, from)],
    moveTo,
    step: (axis, by) => moveTo([{ axis, index: (voxel?.[axis] ?? 0) + by }]),
    nextPlane: () => setTurn(from + 1),
  };
}
