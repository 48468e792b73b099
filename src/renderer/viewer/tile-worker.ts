import { loadTile } from "./decode-tile.ts";

/** Decodes tiles and traces their masks off the main thread, so that neither holds up a key or a scroll. */
type Request = { id: number; url: string; isKept: boolean } | { cancel: number };

const running = new Map<number, AbortController>();

self.addEventListener("message", ({ data }: MessageEvent<Request>) => {
  if ("cancel" in data) running.get(data.cancel)?.abort();
  else void answer(data.id, data.url, data.isKept);
});

async function answer(id: number, url: string, isKept: boolean): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const { image, contours } = await loadTile(url, controller.signal, isKept);
    self.postMessage(
      { id, image, contours },
      { transfer: [image, contours.points.buffer as ArrayBuffer, contours.starts.buffer as ArrayBuffer] },
    );
  } catch (thrown) {
    self.postMessage({ id, error: thrown instanceof Error ? thrown.message : String(thrown) }, { transfer: [] });
  } finally {
    running.delete(id);
  }
}
