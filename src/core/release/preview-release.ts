import { statfs } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Output, ParsedInput } from "#contract/commands.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import type { ReadableProject } from "../project/project.ts";
import { leftOutReasons } from "./left-out-reasons.ts";
import type { CasePlan, ReleaseImage } from "./layouts.ts";
import { planRelease, type ReleasePlan, releaseImages, uniqueFileNames } from "./plan-release.ts";
import { releaseChecks } from "./release-checks.ts";
import type { SelectedMask } from "../project/state/select-masks.ts";

type Preview = Output<"release.preview">;

const SAMPLE_SIZE = 10;
const UNBUILT = "This version of Winnow does not write it yet.";

/** What a release would hold and leave out, and why; nothing is written. */
export async function previewRelease(
  project: ReadableProject,
  request: ParsedInput<"release.preview">,
): Promise<Preview> {
  const images = await releaseImages(project);
  const hasVolumes = [...images.values()].some((image) => image.isVolume);
  const layouts = possibleLayouts();
  const formats = possibleFormats(hasVolumes);
  // Where the layout or the format asked for cannot be written, the counts are those of the nearest that can.
  const layout = request.layout === "flat" ? "flat" : "nnunet";
  const isPossible = formats.find((entry) => entry.format === request.format)?.isPossible ?? false;
  const format = isPossible && request.format !== "dicom-seg" ? request.format : undefined;
  const target = resolve(request.to ?? join(project.baseFolder, "release-1"));
  const plan = await planRelease({ project, layout, format }, images, target);
  const masks = plan.selection.cases.flatMap((selected) => selected.masks);
  const nByPerson = masks.filter((mask) => mask.acceptedBy === "person").length;
  const bytesExpected = expectedBytes(project, plan, masks);
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
    checks: releaseChecks(project, plan, images, {
      target: request.to === undefined ? null : target,
      bytesExpected,
      bytesFree,
    }),
    tree: layouts.find((entry) => entry.layout === request.layout)!.isPossible ? treeOf(plan, images, target) : [],
    bytesExpected,
    bytesFree,
    sampleIds: shuffled(
      masks.map((mask) => mask.id).filter((id) => !plan.selection.book.waiting.has(id)),
      createRng(1, "release-sample", masks.length),
    ).slice(0, SAMPLE_SIZE),
  };
}

function possibleLayouts(): Preview["layouts"] {
  return [
    { layout: "nnunet", isPossible: true, why: null },
    { layout: "msd", isPossible: false, why: UNBUILT },
    { layout: "bids", isPossible: false, why: UNBUILT },
    { layout: "flat", isPossible: true, why: null },
  ];
}

function possibleFormats(hasVolumes: boolean): Preview["formats"] {
  return [
    { format: "nifti", isPossible: true, why: null },
    {
      format: "png",
      isPossible: !hasVolumes,
      why: hasVolumes ? "PNG holds pictures, and the project has volumes." : null,
    },
    { format: "dicom-seg", isPossible: false, why: `Needs DICOM images. ${UNBUILT}` },
  ];
}

/** The sizes of the files that go in; what is written anew in another format comes to about as much. */
function expectedBytes(project: ReadableProject, plan: ReleasePlan, masks: readonly SelectedMask[]): number {
  const ids = (values: readonly number[]): string => JSON.stringify(values);
  const sum = (sql: string, values: string): number => project.get<{ n: number | null }>(sql, values)!.n ?? 0;
  const cases = ids(plan.selection.cases.map((selected) => selected.id));
  return (
    sum(
      "SELECT sum(size_bytes) AS n FROM json_each(?) JOIN cases ON cases.id = value JOIN file ON file.id = cases.file_id",
      cases,
    ) +
    sum(
      "SELECT sum(size_bytes) AS n FROM json_each(?) JOIN case_channel ON case_channel.case_id = value JOIN file ON file.id = case_channel.file_id",
      cases,
    ) +
    sum(
      "SELECT sum(size_bytes) AS n FROM file WHERE id IN (SELECT file_id FROM json_each(?) JOIN candidate ON candidate.id = value)",
      ids(masks.map((mask) => mask.id)),
    )
  );
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

/** The folders with how many files each will hold, and the first file of each as an example. */
function treeOf(plan: ReleasePlan, images: ReadonlyMap<number, ReleaseImage>, target: string): Preview["tree"] {
  const { layout, inside, selection } = plan;
  const names = uniqueFileNames(selection.cases);
  const folders = new Map<string, { n: number; example: string }>();
  for (const selected of selection.cases) {
    for (const path of pathsOf(layout.plan(selected, names.get(selected.id)!, images.get(selected.id)!))) {
      const [folder, file] = [dirname(path), basename(path)];
      const known = folders.get(folder);
      if (known) known.n += 1;
      else folders.set(folder, { n: 1, example: file });
    }
  }
  const depth = inside === "" ? 1 : 2;
  return [
    { depth: 0, name: `${basename(target)}/`, n: null },
    ...(inside === "" ? [] : [{ depth: 1, name: `${inside}/`, n: null }]),
    ...layout.extraFiles(selection.cases.length).map(({ path }) => ({ depth, name: path, n: null })),
    ...[...folders].flatMap(([folder, { n, example }]) => [
      { depth, name: `${folder}/`, n },
      { depth: depth + 1, name: example, n: null },
    ]),
    { depth: 1, name: "winnow-manifest.json", n: null },
  ];
}

function pathsOf({ images, masks }: CasePlan): string[] {
  return [...images, ...masks].map((file) => file.path);
}
