import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numbersOf, series, sliceFile } from "#tests/support/dicom-slices.ts";
import { COLUMNS, type DicomElements, functionalGroups, makeDicom, ROWS } from "#tests/support/make-dicom.ts";
import { parseHeader } from "#core/io/dicom/parse-header.ts";
import type { Finding } from "#contract/findings.ts";
import { groupSlices } from "./group-slices.ts";
import type { Slice } from "./dicom-header.ts";

const at = (x: number, y: number, z: number): DicomElements => ({ "00200032": ["DS", `${x}\\${y}\\${z}`] });
const uid = (value: string): DicomElements => ({ "00080018": ["UI", value] });
const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index);
const told = (findings: readonly Finding[]): string[] =>
  findings.map(({ severity, code, file }) => `${severity} ${code} ${file}`);
const without = (files: readonly Slice[], ...numbers: number[]): Slice[] =>
  files.filter((_, index) => !numbers.includes(index));

function enhanced(positions: readonly string[], elements: DicomElements = {}): Slice {
  const pixels = new Uint16Array(ROWS * COLUMNS * positions.length);
  const bytes = makeDicom({ elements: { ...functionalGroups(positions), ...elements }, pixels });
  return { path: "multi.dcm", header: parseHeader(bytes, bytes.length).header };
}

describe("a series that is whole", () => {
  it("is one image, its slices in their order", () => {
    const { stacks, findings } = groupSlices(series(12));
    expect(numbersOf(stacks)).toEqual([upTo(12)]);
    expect(findings).toEqual([]);
  });

  it("may be turned in space, and counted the other way round", () => {
    const turned = series(5, (index) => ({
      ...at(7 - 3 * index, 1, 2),
      "00200037": ["DS", "0\\1\\0\\0\\0\\-1"],
      "00200013": ["IS", String(50 - index)],
    }));
    // Along the normal (-1, 0, 0): x falls.
    expect(numbersOf(groupSlices(turned).stacks)).toEqual([upTo(5)]);
  });

  it("any order of the files, under any names, gives the same", () => {
    const mixed = [
      ...series(6),
      ...series(4, (index) => ({
        ...uid(`1.2.3.9.${index + 1}`),
        "0020000E": ["UI", "1.2.3.9"],
        ...at(0, 0, -7 * index),
      })),
      // Two echoes at the same places.
      ...series(10, (index) => ({
        ...uid(`1.2.3.8.${index + 1}`),
        "0020000E": ["UI", "1.2.3.8"],
        ...at(0, 0, 3 * (index % 5)),
        "00180081": ["DS", index < 5 ? "10" : "80"],
      })),
    ];
    const asText = (files: readonly Slice[]): string[] =>
      groupSlices(files)
        .stacks.map((stack) => stack.files.map(({ header }) => header.sopInstance).join(" "))
        .toSorted();
    const expected = asText(mixed);
    expect(expected).toHaveLength(4);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(mixed, { minLength: mixed.length }),
        fc.uniqueArray(fc.string({ unit: "binary", maxLength: 12 }), {
          minLength: mixed.length,
          maxLength: mixed.length,
        }),
        (shuffled, names) => {
          expect(asText(shuffled.map((file, index) => ({ ...file, path: names[index]! })))).toEqual(expected);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it("of one slice, too, is an image", () => {
    expect(groupSlices(series(1))).toMatchObject({ findings: [], stacks: [{ files: [{ path: "ct/000" }] }] });
  });
});

describe("what is missing", () => {
  it("three slices in the middle: an error that names both files, the distance and the number", () => {
    const { stacks, findings } = groupSlices(without(series(32), 10, 11, 12));
    expect(stacks).toEqual([]);
    expect(told(findings)).toEqual(["error dicom-slices-missing ct/009"]);
    expect(findings[0]!.message).toBe(
      "Between it and ct/013 lie 8 mm; the other slices are 2 mm apart. 3 slices seem to be missing.",
    );
  });

  it("the first and another one: the other one is missed", () => {
    expect(told(groupSlices(without(series(32), 0, 20)).findings)).toEqual(["error dicom-slices-missing ct/019"]);
  });

  it("the first one alone cannot be known: the volume begins later, where its slices really lie", () => {
    const { stacks, findings } = groupSlices(without(series(8), 0));
    expect(numbersOf(stacks)).toEqual([[1, 2, 3, 4, 5, 6, 7]]);
    expect(findings).toEqual([]);
  });

  it("a gap of 3 mm in the middle of slices 1 mm apart, as if two halves had been put together", () => {
    const halves = series(32, (index) => at(0, 0, index < 16 ? index : index + 2));
    const { stacks, findings } = groupSlices(halves);
    expect(stacks).toEqual([]);
    expect(findings[0]!.message).toContain("Between it and ct/016 lie 3 mm; the other slices are 1 mm apart.");
  });

  it("positions that were rounded are not a gap: a warning", () => {
    const rounded = series(40, (index) => at(0, 0, Math.round(index * 6.25) / 10));
    const { stacks, findings } = groupSlices(rounded);
    expect(numbersOf(stacks)).toEqual([upTo(40)]);
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(["warning dicom-slices-uneven"]);
    const slightly = series(40, (index) => at(0, 0, Math.round(index * 625) / 1000));
    expect(groupSlices(slightly).findings).toEqual([]);
  });

  it("positions of all: each slice is a picture of its own, and that is said once", () => {
    const { stacks, findings } = groupSlices(series(5, () => ({ "00200032": null, "00200037": null })));
    expect(stacks).toHaveLength(5);
    expect(told(findings)).toEqual(["warning dicom-no-position ct/000"]);
    expect(findings[0]!.message).toContain("The 5 slices of its series");
  });

  it("position of one: the others are not put together around the hole", () => {
    const { stacks, findings } = groupSlices(series(9, (index) => (index === 4 ? { "00200032": null } : {})));
    expect(numbersOf(stacks)).toEqual([[4]]);
    expect(told(findings)).toEqual(["warning dicom-no-position ct/004", "error dicom-slices-missing ct/003"]);
  });

  it("radiographs have no positions and need none", () => {
    const views = series(3, () => ({
      "00080016": ["UI", "1.2.840.10008.5.1.4.1.1.1.1"],
      "00200032": null,
      "00200037": null,
    }));
    expect(groupSlices(views)).toMatchObject({ findings: [], stacks: { length: 3 } });
  });
});

describe("what does not belong there", () => {
  it("the same slice twice: one is used", () => {
    const files = [...series(6), sliceFile(3, {}, "ct/copy of 003")];
    const { stacks, findings } = groupSlices(files);
    expect(numbersOf(stacks)).toEqual([upTo(6)]);
    expect(told(findings)).toEqual(["warning dicom-same-instance ct/copy of 003"]);
  });

  it("the same slice twice, the first one cut short: the whole one is used", () => {
    const files = series(6);
    const { header } = files[3]!;
    const { bytes } = header.pixels!;
    const cut = { path: "aa", header: { ...header, pixels: { ...header.pixels!, bytes: { ...bytes!, length: 7 } } } };
    const { stacks, findings } = groupSlices([cut, ...files]);
    expect(stacks[0]!.files.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
    expect(told(findings)).toEqual(["warning dicom-same-instance aa"]);
  });

  it("two series in one folder: two images, none dropped", () => {
    const other = series(7, (index) => ({ ...uid(`1.2.3.5.${index + 1}`), "0020000E": ["UI", "1.2.3.5"] }));
    const { stacks, findings } = groupSlices([...series(6), ...other]);
    expect(stacks.map((stack) => stack.files.length)).toEqual([6, 7]);
    expect(findings).toEqual([]);
  });

  it("two patients whose series have the same number stay apart", () => {
    const other = series(6, (index) => ({ ...uid(`1.2.3.5.${index + 1}`), "00100020": ["LO", "somebody else"] }), "b");
    const { stacks } = groupSlices([...series(6), ...other]);
    expect(stacks.map((stack) => new Set(stack.files.map(({ path }) => path.split("/")[0])).size)).toEqual([1, 1]);
  });

  it("a slice of another size: an image of its own, never in the volume", () => {
    const bigger = sliceFile(8, { "00280010": ["US", 20], "00280011": ["US", 20] });
    const { stacks, findings } = groupSlices([...series(8), bigger]);
    expect(numbersOf(stacks)).toEqual([upTo(8), [8]]);
    expect(told(findings)).toEqual(["warning dicom-series-mixed ct/008"]);
    expect(findings[0]!.message).toContain("1 of them are 20 × 20, the others 6 × 5");
    const inside = groupSlices([...without(series(8), 4), sliceFile(4, { "00280010": ["US", 20] })]);
    expect(told(inside.findings)).toContain("error dicom-slices-missing ct/003");
    expect(numbersOf(inside.stacks)).toEqual([[4]]);
  });

  it("a size of 65,535 × 65,535 stays out of the volume as well", () => {
    const huge = sliceFile(8, { "00280010": ["US", 65_535], "00280011": ["US", 65_535] });
    expect(numbersOf(groupSlices([...series(8), huge]).stacks)).toEqual([upTo(8), [8]]);
  });

  it("a slice of another orientation, the first file or not", () => {
    const turned = sliceFile(99, { "00200037": ["DS", "0\\1\\0\\0\\0\\-1"], "00200013": ["IS", "0"] }, "aa/first");
    const { stacks, findings } = groupSlices([turned, ...series(8)]);
    expect(numbersOf(stacks)).toEqual([upTo(8), [99]]);
    expect(told(findings)).toEqual(["warning dicom-series-mixed aa/first"]);
  });

  it("directions that differ in the fourth digit only are the same", () => {
    const trembling = series(9, (index) => ({
      "00200037": ["DS", `1\\${index % 2 ? "0.00051" : "0.00049"}\\0\\0\\1\\0`],
    }));
    expect(numbersOf(groupSlices(trembling).stacks)).toEqual([upTo(9)]);
  });

  it("a slice beside the line of the others", () => {
    const { stacks, findings } = groupSlices(series(9, (index) => (index === 5 ? at(-8, 20, 10) : {})));
    expect(stacks).toEqual([]);
    expect(told(findings)).toEqual(["error dicom-slices-not-in-line ct/005"]);
    const last = groupSlices(series(9, (index) => (index === 8 ? at(-8, 20, 16) : {})));
    expect(told(last.findings)).toEqual(["error dicom-slices-not-in-line ct/008"]);
  });

  it("a gantry that was tilted is kept, and said", () => {
    const { stacks, findings } = groupSlices(series(9, (index) => at(0, 0.5 * index, 2 * index)));
    expect(numbersOf(stacks)).toEqual([upTo(9)]);
    expect(told(findings)).toEqual(["warning dicom-tilted ct/000"]);
    expect(findings[0]!.message).toContain("each lies 0.5 mm beside the one before");
  });
});

describe("several volumes in one series", () => {
  const twice = (change: (volume: number, index: number) => DicomElements, n = 2): Slice[] =>
    series(n * 5, (index) => ({ ...at(0, 0, 2 * (index % 5)), ...change(Math.floor(index / 5), index) }));

  it("echoes are told apart by their time", () => {
    const { stacks, findings } = groupSlices(twice((volume) => ({ "00180081": ["DS", volume ? "80" : "10"] })));
    expect(numbersOf(stacks)).toEqual([
      [0, 1, 2, 3, 4],
      [5, 6, 7, 8, 9],
    ]);
    expect(findings).toEqual([]);
  });

  it("time points without a mark are told apart by their numbers", () => {
    const { stacks } = groupSlices(twice(() => ({}), 3));
    expect(numbersOf(stacks)).toEqual([
      [0, 1, 2, 3, 4],
      [5, 6, 7, 8, 9],
      [10, 11, 12, 13, 14],
    ]);
  });

  it("phases of the heart whose times differ from slice to slice are volumes, not single slices", () => {
    const { stacks } = groupSlices(twice((_, index) => ({ "00181060": ["DS", String(33 * index + 1)] })));
    expect(stacks.map((stack) => stack.files.length)).toEqual([5, 5]);
  });

  it("one of them not whole: told apart all the same where they are marked", () => {
    const files = without(
      twice((volume) => ({ "00200100": ["IS", String(volume + 1)] })),
      9,
    );
    expect(numbersOf(groupSlices(files).stacks)).toEqual([
      [0, 1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
  });

  it("and refused where they are not", () => {
    const { stacks, findings } = groupSlices(
      without(
        twice(() => ({})),
        7,
      ),
    );
    expect(stacks).toEqual([]);
    expect(findings.map(({ code }) => code)).toEqual(["dicom-place-twice"]);
  });
});

describe("frames of one file", () => {
  it("are a volume where they lie evenly, in whatever order", () => {
    expect(groupSlices([enhanced(["0\\0\\4", "0\\0\\0", "0\\0\\2"])])).toMatchObject({
      findings: [],
      stacks: [{ files: [{ path: "multi.dcm" }] }],
    });
  });

  it.each([
    ["with a gap", ["0\\0\\0", "0\\0\\2", "0\\0\\4", "0\\0\\10"], {}, "error dicom-slices-missing"],
    ["two at one place", ["0\\0\\0", "0\\0\\2", "0\\0\\0", "0\\0\\2"], {}, "error dicom-place-twice"],
    ["beside each other", ["0\\0\\0", "5\\0\\2", "0\\0\\4"], {}, "error dicom-slices-not-in-line"],
  ])("%s are none", (_, positions, elements, finding) => {
    const { stacks, findings } = groupSlices([enhanced(positions, elements)]);
    expect(stacks).toEqual([]);
    expect(told(findings)).toEqual([`${finding} multi.dcm`]);
  });

  it("turned against each other are none", () => {
    const directions = ["1\\0\\0\\0\\1\\0", "0\\1\\0\\0\\0\\-1"];
    const groups = functionalGroups(["0\\0\\0", "0\\0\\2"], (index) => ({
      "00209116": ["SQ", [{ "00200037": ["DS", directions[index]!] }]],
    }));
    const { stacks, findings } = groupSlices([enhanced(["0\\0\\0", "0\\0\\2"], groups)]);
    expect(stacks).toEqual([]);
    expect(told(findings)).toEqual(["error dicom-slices-not-in-line multi.dcm"]);
  });

  it("that do not say where they lie are a film", () => {
    const film = makeDicom({ elements: { "00280008": ["IS", "3"], "00200032": null }, pixels: new Uint16Array(90) });
    const { stacks } = groupSlices([{ path: "film.dcm", header: parseHeader(film, film.length).header }]);
    expect(stacks).toHaveLength(1);
  });
});
