import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createRng } from "#domain/random/rng.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { BlobCache } from "./blob-cache.ts";

const open: BlobCache[] = [];

afterEach(() => {
  for (const cache of open.splice(0)) cache.close();
});

function cacheAt(projectPath: string, maxBytes?: number): BlobCache {
  const cache = new BlobCache(projectPath, "tiles", maxBytes ?? 1024 ** 3);
  open.push(cache);
  return cache;
}

function noise(seed: number, length = 20_000): Uint8Array {
  const rng = createRng(seed, "tile");
  return Uint8Array.from({ length }, () => rng.int(256));
}

describe("BlobCache", () => {
  it("gives back what was put, at once and after it was opened again", () => {
    const path = join(temporaryFolder("cache"), "p.winnow");
    const cache = cacheAt(path);
    expect(cache.get("a")).toBeNull();
    cache.put("a", noise(1));
    expect(cache.has("a")).toBe(true);
    expect(cache.get("a")).toEqual(noise(1));
    cache.setFact("prepared", "all");
    cache.close();
    const again = cacheAt(path);
    expect(new Uint8Array(again.get("a")!)).toEqual(noise(1));
    expect(again.fact("prepared")).toBe("all");
    expect(again.has("b")).toBe(false);
  });

  it("stays below its size, and lets go of what was put first", () => {
    const path = join(temporaryFolder("cache"), "p.winnow");
    const cache = cacheAt(path, 12 * 1024 ** 2);
    for (let n = 0; n < 1200; n += 1) cache.put(`${n}`, noise(n));
    cache.flush();
    expect(cache.bytes).toBeLessThanOrEqual(12 * 1024 ** 2);
    expect(cache.has("0")).toBe(false);
    expect(new Uint8Array(cache.get("1199")!)).toEqual(noise(1199));
    const { size } = statSync(cache.path);
    expect(size).toBeLessThan(16 * 1024 ** 2);
  });

  it("never gives back a damaged tile", () => {
    const path = join(temporaryFolder("cache"), "p.winnow");
    const cache = cacheAt(path);
    cache.put("a", new Uint8Array(20_000).fill(77));
    cache.close();
    const bytes = readFileSync(cache.path);
    const place = bytes.indexOf(Buffer.alloc(500, 77));
    bytes[place + 250] = 78;
    writeFileSync(cache.path, bytes);
    expect(cacheAt(path).get("a")).toBeNull();
  });

  it("is shared by two that read the same project", () => {
    const path = join(temporaryFolder("cache"), "p.winnow");
    const [one, two] = [cacheAt(path), cacheAt(path)];
    one.put("a", noise(1));
    one.flush();
    two.put("b", noise(2));
    two.flush();
    expect(new Uint8Array(two.get("a")!)).toEqual(noise(1));
    expect(new Uint8Array(one.get("b")!)).toEqual(noise(2));
  });

  it("throws nothing where it cannot be written, and comes back when it is deleted", () => {
    const path = join(temporaryFolder("cache"), "p.winnow");
    writeFileSync(`${path}-cache`, "no folder");
    const blocked = cacheAt(path);
    blocked.put("a", noise(1));
    blocked.flush();
    expect([blocked.get("a"), blocked.has("a"), blocked.setFact("x", "y"), blocked.bytes]).toEqual([
      null,
      false,
      false,
      0,
    ]);
    rmSync(`${path}-cache`);
    const cache = cacheAt(path);
    cache.put("a", noise(1));
    cache.flush();
    rmSync(dirname(cache.path), { recursive: true });
    cache.put("b", noise(2));
    cache.flush();
    mkdirSync(dirname(cache.path), { recursive: true });
    cache.close();
    expect(new Uint8Array(cacheAt(path).get("b")!)).toEqual(noise(2));
  });
});
