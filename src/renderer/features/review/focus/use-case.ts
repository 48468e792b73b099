import { useEffect, useMemo, useState } from "react";
import type { CaseView } from "#contract/commands/review.ts";
import { imageAddress, maskAddress } from "#contract/pictures.ts";
import { type PlaneLayout, planeLayouts } from "#domain/geometry/planes.ts";
import { useQuery } from "../../../client/core.tsx";
import { loadVolume } from "../../../viewer/load-volume.ts";
import type { Volume } from "../../../viewer/read-nifti.ts";
import { fullestSlice, slicesWithMask } from "../../../viewer/slices.ts";
import type { ReviewStore } from "../review-store.ts";

export interface LoadedCase {
  readonly view: CaseView | undefined;
  readonly image: Volume | null;
  /** By mask; those that have come. */
  readonly masks: ReadonlyMap<number, Volume>;
  readonly layouts: readonly PlaneLayout[];
  /** Why the image or the case cannot be shown. */
  readonly problem: string | null;
}

/** A case with the voxels of its image and of the masks that are wanted, as they come. */
export function useCase(store: ReviewStore, caseId: number | null, wanted: readonly number[]): LoadedCase {
  const { data, error } = useQuery("review.case", caseId === null ? null : { rater: store.rater, caseId }, {
    keepPrevious: true,
  });
  const view = data?.id === caseId ? data : undefined;
  useEffect(() => {
    if (view) store.put(view.masks);
  }, [store, view]);

  const [image, setImage] = useState<{ key: string; volume: Volume | null; problem: string | null } | null>(null);
  const imageKey = view ? imageAddress(view.id, view.pictureVersion) : null;
  useEffect(() => {
    if (imageKey === null) return;
    let isWanted = true;
    loadVolume(imageKey).then(
      (volume) => isWanted && setImage({ key: imageKey, volume, problem: null }),
      (thrown: unknown) =>
        isWanted &&
        setImage({ key: imageKey, volume: null, problem: thrown instanceof Error ? thrown.message : String(thrown) }),
    );
    return () => void (isWanted = false);
  }, [imageKey]);

  const [loaded, setLoaded] = useState<ReadonlyMap<string, Volume>>(new Map());
  const addresses = useMemo(
    () =>
      (view?.masks ?? [])
        .filter(({ id, problem }) => wanted.includes(id) && problem === null)
        .map(({ id, pictureVersion }) => ({ id, address: maskAddress(id, pictureVersion) })),
    [view, wanted],
  );
  useEffect(() => {
    let isWanted = true;
    for (const { address } of addresses) {
      loadVolume(address).then(
        (volume) =>
          isWanted &&
          setLoaded((before) => (before.get(address) === volume ? before : new Map(before).set(address, volume))),
        () => undefined,
      );
    }
    return () => void (isWanted = false);
  }, [addresses]);
  useEffect(() => setLoaded(new Map()), [caseId]);

  const masks = useMemo(
    () =>
      new Map(
        addresses.flatMap(({ id, address }) => (loaded.has(address) ? [[id, loaded.get(address)!] as const] : [])),
      ),
    [addresses, loaded],
  );
  const volume = image?.key === imageKey ? (image?.volume ?? null) : null;
  const isPicture = view?.planes[0]?.name === "picture";
  const orientationKnown = view?.axisLetters != null;
  const layouts = useMemo(
    () =>
      volume
        ? planeLayouts({ size: [...volume.size], affine: isPicture ? null : volume.affine, orientationKnown })
        : [],
    [volume, isPicture, orientationKnown],
  );
  return {
    view,
    image: volume,
    masks,
    layouts,
    problem: error ? `${error.message} ${error.remedy}` : image?.key === imageKey ? (image?.problem ?? null) : null,
  };
}

/**
 * Where to look first: in the slice of the first plane that holds most of the mask, the voxel of the mask nearest to its
 * middle. Without a mask the middle of the image.
 */
export function firstVoxel(
  { size }: Volume,
  mask: Volume | undefined,
  plane: PlaneLayout | undefined,
): [number, number, number] {
  const middle = size.map((n) => Math.floor((n - 1) / 2)) as [number, number, number];
  if (!mask || !plane) return middle;
  const { axis } = plane;
  const index = fullestSlice(slicesWithMask(mask, axis));
  const voxels = voxelsOfSlice(mask, axis, index);
  if (voxels.length === 0) return middle;
  const mean = [0, 1, 2].map((a) => voxels.reduce((sum, voxel) => sum + voxel[a]!, 0) / voxels.length);
  const distance = (voxel: readonly number[]): number =>
    voxel.reduce((sum, at, a) => sum + ((at - mean[a]!) * mask.spacing[a]!) ** 2, 0);
  return voxels.reduce((best, voxel) => (distance(voxel) < distance(best) ? voxel : best));
}

function voxelsOfSlice({ size, data }: Volume, axis: number, index: number): [number, number, number][] {
  const [nx, ny, nz] = size;
  const range = (a: number, n: number): [number, number] => (a === axis ? [index, index + 1] : [0, n]);
  const [[x0, x1], [y0, y1], [z0, z1]] = [range(0, nx), range(1, ny), range(2, nz)];
  const found: [number, number, number][] = [];
  for (let z = z0; z < z1; z += 1) {
    for (let y = y0; y < y1; y += 1) {
      for (let x = x0; x < x1; x += 1) if (data[x + nx * (y + ny * z)] !== 0) found.push([x, y, z]);
    }
  }
  return found;
}

/** The plane that shows most of the mask comes first; without one, the plane with most pixels. */
export function byMostMask(layouts: readonly PlaneLayout[], image: Volume, mask: Volume | undefined): PlaneLayout[] {
  const area = ({ axis, across, down }: PlaneLayout): number => {
    const counts = mask ? slicesWithMask(mask, axis) : null;
    const mm2 = image.spacing[across.axis] * image.spacing[down.axis];
    return mm2 * (counts ? Math.max(...counts) : image.size[across.axis] * image.size[down.axis]);
  };
  const areas = new Map(layouts.map((layout) => [layout, area(layout)]));
  const order = [...layouts];
  order.sort((a, b) => areas.get(b)! - areas.get(a)!);
  return order;
}

/** Letters at the left, right, top and bottom of a plane, from the geometry; null where it does not say. */
export function lettersOf(
  { across, down }: PlaneLayout,
  axisLetters: CaseView["axisLetters"],
): [string, string, string, string] | null {
  const horizontal = axisLetters?.[across.axis];
  const vertical = axisLetters?.[down.axis];
  if (!horizontal || !vertical) return null;
  const [left, right] = across.isFlipped ? [horizontal[1], horizontal[0]] : horizontal;
  const [top, bottom] = down.isFlipped ? [vertical[1], vertical[0]] : vertical;
  return [left, right, top, bottom];
}
