import { describe, expect, it } from "vitest";
import { PictureCache } from "./picture-cache.ts";

/** A cache of pictures of one byte each, whose loads end when the test says so. */
function cacheOf(maxBytes: number, concurrency = 2) {
  const waiting = new Map<string, { end(): void; fail(): void; signal: AbortSignal }>();
  const released: string[] = [];
  const cache = new PictureCache<string>({
    maxBytes,
    concurrency,
    load: (address, signal) =>
      new Promise((resolve, reject) => {
        waiting.set(address, { end: () => resolve(address), fail: () => reject(new Error("no")), signal });
        signal.addEventListener("abort", () => reject(new Error("aborted")));
      }),
    bytesOf: () => 1,
    release: (picture) => released.push(picture),
  });
  const end = async (address: string): Promise<void> => {
    waiting.get(address)!.end();
    await new Promise(setImmediate);
  };
  return { cache, waiting, released, end };
}

describe("PictureCache", () => {
  it("loads in the order of the wish, a few at a time", async () => {
    const { cache, waiting, end } = cacheOf(10);
    cache.want("grid", ["a", "b", "c"]);
    expect([...waiting.keys()]).toEqual(["a", "b"]);
    await end("a");
    expect([...waiting.keys()]).toEqual(["a", "b", "c"]);
    expect(cache.get("a")).toBe("a");
  });

  it("drops a wish that has scrolled away", async () => {
    const { cache, waiting } = cacheOf(10);
    cache.want("grid", ["a", "b", "c"]);
    cache.want("grid", ["x", "y"]);
    await new Promise(setImmediate);
    expect(waiting.get("a")!.signal.aborted).toBe(true);
    expect(waiting.has("c")).toBe(false);
    expect(waiting.has("x")).toBe(true);
    expect(cache.errorOf("a")).toBeUndefined();
  });

  it("keeps no more than it may, and never lets go of what is shown", async () => {
    const { cache, released, end } = cacheOf(2, 8);
    cache.subscribe("a", () => {});
    for (const address of ["a", "b", "c", "d"]) {
      cache.want("grid", [address]);
      await end(address);
    }
    expect(released).toEqual(["b", "c"]);
    expect(cache.get("a")).toBe("a");
    expect(cache.bytes).toBe(2);
  });

  it("tells who waits, and tries a failed one again when told to, or when it is wished for anew", async () => {
    const { cache, waiting } = cacheOf(10);
    let told = 0;
    cache.subscribe("a", () => (told += 1));
    cache.want("grid", ["a"]);
    waiting.get("a")!.fail();
    await new Promise(setImmediate);
    expect(told).toBe(1);
    expect(cache.errorOf("a")?.message).toBe("no");
    waiting.clear();
    cache.want("grid", ["a"]);
    expect(waiting.size).toBe(0);
    cache.forgetFailures();
    expect(waiting.has("a")).toBe(true);
    waiting.get("a")!.fail();
    await new Promise(setImmediate);
    waiting.clear();
    cache.want("grid", ["b"]);
    expect(cache.errorOf("a")).toBeUndefined();
    cache.want("grid", ["a", "b"]);
    expect(waiting.has("a")).toBe(true);
  });
});
