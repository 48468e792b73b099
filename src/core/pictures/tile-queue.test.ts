import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readerEntry } from "#core/process-entries.ts";
import { ReaderPool, type TaskOptions } from "#core/io/workers/pool.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { sha256OfFile } from "#core/io/files/hash.ts";
import { copySample, temporaryFolder } from "#tests/support/sample.ts";
import { readdirSync } from "node:fs";
import type { TilesTask } from "./draw-tiles.ts";
import { TileQueue, type TileWish } from "./tile-queue.ts";
import { SharedWork } from "./shared-work.ts";

/** The real readers, which also note the tasks they were given: the image, and how many masks. */
class TaskNotes extends ReaderPool {
  readonly tasks: [string, number][] = [];

  override run<T>(task: string, input: unknown, what: string, options: TaskOptions): Promise<T> {
    this.tasks.push([what, (input as TilesTask).masks.length]);
    return super.run<T>(task, input, what, options);
  }
}

const folder = copySample(join(temporaryFolder("queue"), "data"), 4);
const names = readdirSync(join(folder, "images")).toSorted();
const pools: TaskNotes[] = [];
const never = new AbortController().signal;

afterAll(() => Promise.all(pools.map((pool) => pool.close())));

function queueOf(nThreads: number): { queue: TileQueue; pool: TaskNotes } {
  const pool = new TaskNotes(readerEntry, nThreads);
  pools.push(pool);
  return { queue: new TileQueue(() => pool, defaultLimits), pool };
}

/** Three masks of a case. */
async function wishesOf(caseIndex: number): Promise<TileWish[]> {
  const name = names[caseIndex]!;
  const imagePath = join(folder, "images", name);
  const image = {
    path: imagePath,
    sha256: await sha256OfFile(imagePath),
    readSlices: () => [],
    readVolume: () => null,
  };
  return Promise.all(
    ["masks_kmeans", "masks_manual", "masks_otsu"].map(async (source): Promise<TileWish> => {
      const path = join(folder, source, name);
      const mask = { path, sha256: await sha256OfFile(path), labelValue: null };
      const geometry = { size: [], spacingMm: null, affine: null, orientationKnown: false };
      return { key: `${name} ${source}`, source: { caseId: caseIndex, image, window: [0, 255], geometry, mask } };
    }),
  );
}

describe("TileQueue", () => {
  it("draws the masks of a case together, what is in view first", async () => {
    const { queue, pool } = queueOf(1);
    const [a, b, c] = await Promise.all([0, 1, 2].map(wishesOf));
    const drawing = [
      ...a!.map((wish) => queue.draw(wish, "background", never)),
      ...b!.slice(0, 1).map((wish) => queue.draw(wish, "background", never)),
      ...c!.map((wish) => queue.draw(wish, "view", never)),
      ...b!.slice(1).map((wish) => queue.draw(wish, "view", never)),
    ];
    const tiles = await Promise.all(drawing);
    expect(tiles.every((png) => png[0] === 0x89 && png[1] === 0x50)).toBe(true);
    // What waits in the background of a case in view is drawn along with it.
    expect(pool.tasks.map(([path, n]) => [names.findIndex((name) => path.endsWith(name)), n])).toEqual([
      [2, 3],
      [1, 3],
      [0, 3],
    ]);
  });

  it("lets a tile that comes into view overtake the background, and leaves out what nobody wants any more", async () => {
    const { queue, pool } = queueOf(1);
    const [a, b, c, d] = await Promise.all([0, 1, 2, 3].map(wishesOf));
    const controller = new AbortController();
    const first = queue.draw(a![0]!, "view", never);
    const taken = queue.draw(b![0]!, "background", controller.signal);
    const waiting = [queue.draw(c![0]!, "background", never), queue.draw(d![0]!, "background", never)];
    queue.hasten(d![0]!.key);
    controller.abort();
    await expect(taken).rejects.toMatchObject({ code: "cancelled" });
    await Promise.all([first, ...waiting]);
    expect(pool.tasks.map(([path]) => names.findIndex((name) => path.endsWith(name)))).toEqual([0, 3, 2]);
  });
});

describe("SharedWork", () => {
  it("does once what several ask for, and gives up when all have gone", async () => {
    const work = new SharedWork<number>();
    const signals: AbortSignal[] = [];
    let finish: (value: number) => void = () => {};
    const start = (signal: AbortSignal): Promise<number> => {
      signals.push(signal);
      return new Promise((resolve) => {
        finish = resolve;
      });
    };
    const [one, two] = [new AbortController(), new AbortController()];
    const asked = [work.run("a", one.signal, start), work.run("a", two.signal, start)];
    one.abort();
    await expect(asked[0]).rejects.toMatchObject({ code: "cancelled" });
    expect(signals.map((signal) => signal.aborted)).toEqual([false]);
    two.abort();
    await expect(asked[1]).rejects.toMatchObject({ code: "cancelled" });
    expect(signals.map((signal) => signal.aborted)).toEqual([true]);
    // Whoever comes now does not join what was given up.
    const again = work.run("a", never, start);
    finish(7);
    expect(await again).toBe(7);
    expect(signals).toHaveLength(2);
  });
});
