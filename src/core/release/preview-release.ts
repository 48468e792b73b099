import { statfs } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Output, ParsedInput } from "#contract/commands.ts";
import { ERROR_MAPS_FOLDER } from "#domain/pairing/folder-names.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import type { ReadableProject } from "../project/project.ts";
import { expectedBytes } from "./expected-bytes.ts";
import { leftOutReasons } from "./left-out-reasons.ts";
import type { LayoutName, PlannedCase, ReleaseImage } from "./layouts.ts";
import { holdsPng, planRelease, type ReleasePlan, releaseImages, whyNotLayout } from "./plan-release.ts";
import { releaseChecks } from "./release-checks.ts";
import { slicePath } from "./write-dicom.ts";

type Preview = Output<"release.preview">;

const LAYOUTS = ["nnunet", "flat", "msd", "bids"] as const;
const SAMPLE_SIZE = 10;
/** About what an error map takes. */
const SECONDS_A_MAP = 0.25;

/** What a release would hold and leave out, and why; nothing is written. */
export async function previewRelease(
  project: ReadableProject,
  request: ParsedInput<"release.preview">,
): Promise<Preview> {
  const images = await releaseImages(project);
  const layouts = possibleLayouts(images);
  const isLayoutPossible = layouts.find((entry) => entry.layout === request.layout)!.isPossible;
  // Where the layout or the format asked for cannot be written, the counts are those of the nearest that can.
  const layout = isLayoutPossible ? request.layout : "nnunet";
  const formats = possibleFormats(layout, images);
  const isPossible = formats.find((entry) => entry.format === request.format)?.isPossible ?? false;
  const format = isPossible && (request.format !== "dicom-seg" || layout === "flat") ? request.format : undefined;
  const target = resolve(request.to ?? join(project.baseFolder, "release-1"));
  const plan = await planRelease(
    { project, layout, format, imageKind: request.imageKind, errorMaps: request.errorMaps },
    images,
    target,
  );
  const masks = plan.selection.cases.flatMap((selected) => selected.masks);
  const nByPerson = masks.filter((mask) => mask.acceptedBy === "person").length;
  const bytesExpected = expectedBytes(project, plan);
  const bytesFree = request.to === undefined ? null : await freeBytes(target);
  return {
    nCases: plan.selection.cases.length,
    nMasks: masks.length,
    nByPerson,
    nByJudge: masks.length - nByPerson,
    judgeVersion: plan.selection.book.version,
    guarantee: plan.selection.book.guarantee,
    leftOut: await leftOutReasons(project, plan.selection),
    layouts,
    formats,
    checks: releaseChecks(project, plan, {
      target: request.to === undefined ? null : target,
      bytesExpected,
      bytesFree,
    }),
    tree: isLayoutPossible ? treeOf(plan, target) : [],
    errorMaps: {
      isPossible: plan.selection.book.version !== null,
      secondsExpected: SECONDS_A_MAP * masks.length,
    },
    bytesExpected,
    bytesFree,
    sampleIds: shuffled(
      masks.map((mask) => mask.id).filter((id) => !plan.selection.book.waiting.has(id)),
      createRng(1, "release-sample", masks.length),
    ).slice(0, SAMPLE_SIZE),
  };
}

function possibleLayouts(images: ReadonlyMap<number, ReleaseImage>): Preview["layouts"] {
  return LAYOUTS.map((layout) => {
    const why = whyNotLayout(layout, images);
    return { layout, isPossible: why === null, why };
  });
}

function possibleFormats(layout: LayoutName, images: ReadonlyMap<number, ReleaseImage>): Preview["formats"] {
  const hasVolumes = [...images.values()].some((image) => image.isVolume);
  const hasDicom = [...images.values()].some((image) => image.isPlacedDicom);
  const noPng = holdsPng(layout) ? "PNG holds pictures, and the project has volumes." : "This layout holds NIfTI only.";
  const isPngPossible = holdsPng(layout) && !hasVolumes;
  return [
    { format: "nifti", isPossible: true, why: null },
    { format: "png", isPossible: isPngPossible, why: isPngPossible ? null : noPng },
    { format: "dicom-seg", isPossible: hasDicom, why: hasDicom ? null : "Needs DICOM images that say where they lie." },
  ];
}

/** Free bytes where a folder is or would be made; null where that is nowhere. */
async function freeBytes(target: string): Promise<number | null> {
  let folder = target;
  while (!existsSync(folder)) {
    if (dirname(folder) === folder) return null;
    folder = dirname(folder);
  }
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/**
 * The folders with how many files each will hold, and the first file of each as an example. Folders of subjects and
 * sessions (BIDS), and of series (DICOM), stand for each other.
 */
function treeOf({ inside, cases, texts, errorMaps }: ReleasePlan, target: string): Preview["tree"] {
  const folders = new Map<string, { n: number; example: string }>();
  const inFolders = texts.filter(({ path }) => path.includes("/"));
  for (const path of [...cases.flatMap(pathsOf), ...inFolders.map((file) => file.path)]) {
    const folder = dirname(path)
      .replaceAll(/(?<=^|\/)(sub|ses)-[^/]+/g, "$1-…")
      .replace(/^images\/.+/, "images/…");
    const known = folders.get(folder);
    if (known) known.n += 1;
    else folders.set(folder, { n: 1, example: basename(path) });
  }
  const depth = inside === "" ? 1 : 2;
  return [
    { depth: 0, name: `${basename(target)}/`, n: null },
    ...(inside === "" ? [] : [{ depth: 1, name: `${inside}/`, n: null }]),
    ...texts.filter((file) => !inFolders.includes(file)).map(({ path }) => ({ depth, name: path, n: null })),
    ...[...folders].flatMap(([folder, { n, example }]) => [
      { depth, name: `${folder}/`, n },
      { depth: depth + 1, name: example, n: null },
    ]),
    ...(errorMaps.length === 0
      ? []
      : [
          { depth: 1, name: `${ERROR_MAPS_FOLDER}/`, n: errorMaps.length },
          { depth: 2, name: errorMaps[0]!.path.slice(ERROR_MAPS_FOLDER.length + 1), n: null },
        ]),
    ...["README.md", "rejected.csv", "winnow-manifest.json"].map((name) => ({ depth: 1, name, n: null })),
  ];
}

function pathsOf({ images, masks, texts = [], image: { nSlices } }: PlannedCase): string[] {
  return [
    ...images.flatMap(({ path, as }) =>
      as === "dicom" ? Array.from({ length: nSlices }, (_, index) => slicePath(path, index)) : [path],
    ),
    ...[...masks, ...texts].map((file) => file.path),
  ];
}
