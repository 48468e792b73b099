import { pictureUrl } from "../client/pictures.ts";
import { loadTile } from "./decode-tile.ts";
import type { TilePicture } from "./draw-tile.ts";
import { PictureCache } from "./picture-cache.ts";

/** Decoded tiles that are kept: about 48 of the largest, several hundred at the size most projects have. */
const MAX_BYTES = 48 * 2 ** 20;
/** Each holds some 40 MB; a second one pays only where there are cores for it. */
const N_WORKERS = navigator.hardwareConcurrency > 4 ? 2 : 1;
const N_LOADS = 8;
const NO_PICTURE = "The picture could not be read.";

interface Answer {
  readonly id: number;
  readonly image?: ImageBitmap;
  readonly contours?: TilePicture["contours"];
  readonly error?: string;
}

/** All decoded tiles of the window. */
export const tilePictures = new PictureCache<TilePicture>({
  maxBytes: MAX_BYTES,
  concurrency: N_LOADS,
  load: (address, signal) => loadInWorker(pictureUrl(address), signal),
  bytesOf: ({ image, contours }) => 4 * image.width * image.height + contours.points.byteLength,
  release: ({ image }) => image.close(),
});

let workers: Worker[] | null = null;
let lastId = 0;
const pending = new Map<number, { resolve(picture: TilePicture): void; reject(error: Error): void }>();

/** A tile that nobody else will ask for (the preview of a recipe): decoded like the others, and not kept. */
export function loadOnce(address: string, signal: AbortSignal): Promise<TilePicture> {
  return loadInWorker(pictureUrl(address), signal, false);
}

function loadInWorker(url: string, signal: AbortSignal, isKept = true): Promise<TilePicture> {
  workers ??= startWorkers();
  const worker = workers[lastId % Math.max(1, workers.length)];
  // Without workers (forbidden by a policy) the window decodes itself: slower, not broken.
  if (!worker) return loadTile(url, signal, isKept);
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    pending.set(id, { resolve, reject });
    signal.addEventListener("abort", () => worker.postMessage({ cancel: id }, []));
    worker.postMessage({ id, url, isKept }, []);
  });
}

function startWorkers(): Worker[] {
  try {
    return Array.from({ length: N_WORKERS }, () => {
      const worker = new Worker(new URL("./tile-worker.ts", import.meta.url), { type: "module" });
      worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => settle(data));
      worker.addEventListener("error", () => stopWorkers());
      return worker;
    });
  } catch {
    return [];
  }
}

function settle({ id, image, contours, error }: Answer): void {
  const waiting = pending.get(id);
  pending.delete(id);
  if (image && contours) waiting?.resolve({ image, contours });
  else waiting?.reject(new Error(error ?? NO_PICTURE));
}

/** A worker that fails to start takes its wishes with it: they are made again by the window itself. */
function stopWorkers(): void {
  for (const worker of workers ?? []) worker.terminate();
  workers = [];
  for (const { reject } of pending.values()) reject(new Error(NO_PICTURE));
  pending.clear();
  tilePictures.forgetFailures();
}
