import { afterAll, expect, it } from "vitest";
import { cells, Intake, NotingPool } from "#tests/support/intake.ts";
import { makePng } from "#tests/support/make-png.ts";

const pool = new NotingPool();
afterAll(() => pool.close());

/** A mask of the size of `cells`, large enough to be nobody else's by chance. */
function stripe(from: number): Uint8Array {
  const samples = Array.from({ length: 24 * 24 }, (_, i) => (i % 24 >= from && i % 24 < from + 12 ? 255 : 0));
  return makePng({ width: 24, height: 24, depth: 8, colourType: 0, samples });
}

it("names an image that is there twice, and a mask that is another image's", async () => {
  const intake = new Intake(pool);
  for (const [name, seed] of [
    ["a", 1],
    ["b", 2],
    ["c", 3],
    ["d", 1],
  ] as const)
    intake.put(`images/${name}.png`, cells(seed));
  for (const [name, from] of [
    ["a", 2],
    ["b", 2],
    ["c", 6],
    ["d", 10],
  ] as const)
    intake.put(`masks/${name}.png`, stripe(from));
  const said = async (): Promise<string[]> =>
    (await intake.add()).findings.map(({ code, file, message }) => `${file} ${code} ${/case (\w)/.exec(message)?.[1]}`);
  const expected = [
    "images/d.png image-twice a",
    "masks/a.png mask-of-another-case b",
    "masks/b.png mask-of-another-case a",
  ];
  expect(await said()).toEqual(expected);
  // The same again, and gone with its cause.
  expect(await said()).toEqual(expected);
  intake.put("masks/b.png", stripe(4));
  expect(await said()).toEqual(["images/d.png image-twice a"]);
});
