import type { Entry } from "./expected-files.ts";

interface Row {
  readonly format: string;
  readonly variant: string;
  isRead: boolean;
  isWritten: boolean;
  nFiles: number;
  readonly checkedAgainst: Set<string>;
}

const INTRODUCTION = `# Image formats

What Winnow reads and writes. Each row stands for small files in the source code (\`tests/formats-reference\`). The tests read
them and compare every voxel exactly, and the position in space to 0.0001 mm, with what the library in the column "checked
against" makes of them. (Of JPEGs that store colours for four pixels at once, decoders differ by up to four steps of 255.)
This page is written by \`npm run formats\` from the entries that the tests check, and a test fails when it is out of date.
`;

const NOTES = `
## What to know of them

- **Position.** Volumes are kept in RAS millimetres, whatever the file uses. What says nothing of it (PNG, JPEG, BMP, TIFF)
  has none, except the spacing of ImageJ's stacks; a volume that does not say how the patient lies in it is read with a
  warning.
- **Pairs.** The data file of a header (\`.hdr\` + \`.img\`, \`.mhd\` or \`.nhdr\` + \`.raw\`) lies in the same folder and has the same
  name. Headers that point elsewhere are refused.
- **Palettes.** An image with a palette is shown and judged in the colours of its palette; greys are greys. A mask with a
  palette of colours counts by its numbers, not by its colours. A mask of colours without a palette is refused.
- **Alpha** never becomes a label, and is left out of what is judged.
- **Turned pictures.** JPEGs (EXIF) and TIFFs that say that they lie on their side are turned upright, with a warning: a
  mask that was drawn on the picture as it is stored does not fit it.
- **Several volumes** (4-D NIfTI, NRRD, MetaImage, MGH): the file is left out, which says why, until somebody has chosen the
  volume that is the image (the guide, _Files with several volumes_); that one alone is read. Scaling and position are those
  of the header. What tells the volumes apart is taken from NIfTI's \`xyzt_units\`, \`pixdim\` and intent, NRRD's kinds, units
  and spacings, and a \`dataset.json\` that names as many channels. A mask with several volumes, and more than four
  dimensions, are refused.
- **TIFF with several pages** is a volume, its pages from first to last along z, if they are of one size and type.
- **DICOM** is known by its contents, not by its name. The slices of a series are put in order by where they lie; what
  does not fit together (slices missing, two at one place, frames of several volumes in one file) is refused by name.
  Values are rescaled, each slice and frame as it says. Bright is bright: MONOCHROME1 is turned. Lossy pictures differ from
  pydicom's by at most 1 of 255 (greys), 4 of 255 (colours) or 2 of 4095 (12 bits). Compressed colours of 16 bits are
  refused, because the decoder gets them wrong, and so are films (MPEG) and high-throughput JPEG 2000.
- **Numbers.** 64-bit integers are read where all of them are below 2^53. NaN and infinite values are counted, said, and
  taken as 0; in a mask they are refused.
`;

/** The page of the table, from the entries of all formats. */
export function formatsPage(entries: readonly Entry[]): string {
  const head = ["format", "variant", "read", "written", "checked against", "files"];
  const cells = rowsOf(entries).map((row) => [
    row.format,
    row.variant,
    row.isRead ? "yes" : "no, and says why",
    row.isWritten ? "yes" : "no",
    [...row.checkedAgainst].toSorted().join(", ") || "–",
    String(row.nFiles),
  ]);
  return [INTRODUCTION, ...tableLines([head, ...cells]), NOTES].join("\n");
}

/** A table whose columns are as wide as their widest cell, as the formatter wants it. */
function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  const [head, ...others] = rows.map((row) => line(row));
  return [head!, line(widths.map((width) => "-".repeat(width))), ...others];
}

/** One row a format and variant, in the order of their first entries; formats stay together. */
function rowsOf(entries: readonly Entry[]): Row[] {
  const formats = new Map<string, Map<string, Row>>();
  for (const entry of entries) {
    const { format, variant } = entry;
    const rows = formats.get(format) ?? new Map<string, Row>();
    formats.set(format, rows);
    const row = rows.get(variant) ?? newRow(format, variant);
    rows.set(variant, row);
    row.nFiles += 1;
    if ("refused" in entry) continue;
    row.isRead = true;
    row.isWritten ||= entry.written ?? false;
    row.checkedAgainst.add(entry.reference);
  }
  return [...formats.values()].flatMap((rows) => [...rows.values()]);
}

function newRow(format: string, variant: string): Row {
  return { format, variant, isRead: false, isWritten: false, nFiles: 0, checkedAgainst: new Set() };
}
