import { describe, expect, it } from "vitest";
import { countHoles, countPieces } from "./pieces.ts";

/** A picture drawn with characters, # being the mask. */
function picture(...rows: string[]): { mask: Uint8Array; size: number[] } {
  return { mask: Uint8Array.from(rows.join(""), (c) => (c === "#" ? 1 : 0)), size: [rows[0]!.length, rows.length] };
}

describe("pieces and holes", () => {
  it.each([
    [["....", "....", "...."], 0, 0],
    [["####", "####", "####"], 1, 0],
    [["##..", "....", "..##"], 2, 0],
    // Corners touch: one piece. What they close in is no hole unless it is closed on every side.
    [["#...", ".#..", "..#."], 1, 0],
    [["####", "#..#", "####"], 1, 1],
    [[".##.", "#..#", ".##."], 1, 1],
    [["####", "#..#", "##.#"], 1, 0],
    [["#####", "#.#.#", "#####"], 1, 2],
  ])("%j", (rows, nPieces, nHoles) => {
    const { mask, size } = picture(...rows);
    expect([countPieces(mask, size), countHoles(mask, size)]).toEqual([nPieces, nHoles]);
  });

  it("counts cavities of a volume, not tunnels", () => {
    const size = [6, 6, 6];
    const cube = (isFree: (x: number, y: number, z: number) => boolean): Uint8Array =>
      Uint8Array.from({ length: 216 }, (_, at) => {
        const [x, y, z] = [at % 6, Math.floor(at / 6) % 6, Math.floor(at / 36)];
        const isInside = [x, y, z].every((v) => v >= 1 && v <= 4);
        return isInside && !isFree(x, y, z) ? 1 : 0;
      });
    expect(
      countHoles(
        cube((x, y, z) => x === 2 && y === 2 && z === 2),
        size,
      ),
    ).toBe(1);
    expect(
      countHoles(
        cube((x, y) => x === 2 && y === 2),
        size,
      ),
    ).toBe(0);
    expect(
      countPieces(
        cube((_x, _y, z) => z === 3),
        size,
      ),
    ).toBe(2);
  });
});
