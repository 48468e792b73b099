import { ERROR_MAPS_FOLDER } from "#domain/pairing/folder-names.ts";
import { maskSource } from "../project/queries/mask-reference.ts";
import type { SelectedCase, Selection } from "../project/state/select-masks.ts";
import { WINNOW_VERSION } from "../version.ts";
import { type BidsPlace, UNKNOWN_KIND } from "./bids-names.ts";
import { asNifti, json, labelMap, type Layout, type PlannedCase, splitTable } from "./layouts.ts";

const BIDS_VERSION = "1.9.0";
const DERIVATIVES = "derivatives/winnow";

/**
 * BIDS: the images as raw data, the masks as derivatives of Winnow. A project of one class gives binary masks
 * (`_desc-validated_mask`), one of several gives maps of labels (`_desc-validated_dseg`) with a table of what they mean.
 */
export function bidsLayout(
  { classes }: Pick<Selection, "classes">,
  datasetName: string,
  places: ReadonlyMap<number, BidsPlace>,
): Layout {
  const isBinary = classes.length === 1;
  const kind = isBinary ? "desc-validated_mask" : "desc-validated_dseg";
  return {
    name: "bids",
    needsEveryClass: !isBinary,
    plan: (selected, _fileName, image) => {
      const place = places.get(selected.id)!;
      const sources = [image.path, ...image.channelPaths];
      const images = sources.map((source, channel) => ({
        ...asNifti(source, `${place.folder}/${place.entities(channel)}_${place.suffix}.nii.gz`),
        ...(channel > 0 && { from: source }),
      }));
      const bidsStem = `${place.folder}/${place.entities(0)}`;
      const stem = `${DERIVATIVES}/${bidsStem}_${kind}`;
      return {
        images,
        bidsStem,
        masks: [
          isBinary ? binaryMask(selected, `${stem}.nii.gz`) : labelMap(selected, classes, `${stem}.nii.gz`, "nifti"),
        ],
        texts: [
          json(`${stem}.json`, () => ({
            Description: "Mask that a person or a proven judge accepted in Winnow.",
            Sources: images.map(({ path }) => `bids:raw:${path}`),
            ...(isBinary && { Type: "ROI", Label: classes[0]!.name }),
          })),
        ],
      };
    },
    extraFiles: (cases, split) => [
      json("dataset_description.json", () => ({
        Name: datasetName,
        BIDSVersion: BIDS_VERSION,
        DatasetType: "raw",
        License: "To be filled in",
        GeneratedBy: generatedBy,
      })),
      json(`${DERIVATIVES}/dataset_description.json`, () => ({
        Name: `${datasetName}: validated masks`,
        BIDSVersion: BIDS_VERSION,
        DatasetType: "derivative",
        License: "To be filled in",
        GeneratedBy: generatedBy,
        DatasetLinks: { raw: "../.." },
      })),
      { path: "participants.tsv", contents: () => table("participant_id", participants(cases)) },
      ...(isBinary ? [] : [{ path: `${DERIVATIVES}/desc-validated_dseg.tsv`, contents: () => labelTable(classes) }]),
      splitTable(cases, split),
      { path: ".bidsignore", contents: () => ignored(cases) },
    ],
  };
}

const generatedBy = [{ Name: "Winnow", Version: WINNOW_VERSION, Description: "Research use only. Not for diagnosis." }];

function binaryMask({ masks }: SelectedCase, path: string): ReturnType<typeof labelMap> {
  return { path, as: "nifti", layers: masks.map((mask) => ({ ...maskSource(mask.mask), value: 1 })) };
}

function participants(cases: readonly PlannedCase[]): string[] {
  return [...new Set(cases.map(({ images }) => images[0]!.path.split("/")[0]!))].toSorted();
}

function labelTable(classes: Selection["classes"]): string {
  return table("index\tname", ["0\tbackground", ...classes.map(({ name }, index) => `${index + 1}\t${inCell(name)}`)]);
}

function table(header: string, lines: readonly string[]): string {
  return `${[header, ...lines].join("\n")}\n`;
}

function inCell(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

/** What the validator of BIDS would not know. */
function ignored(cases: readonly PlannedCase[]): string {
  const hasUnknown = cases.some(({ images }) => images[0]!.path.endsWith(`_${UNKNOWN_KIND}.nii.gz`));
  const own = ["winnow-manifest.json", "rejected.csv", "splits.csv", `${ERROR_MAPS_FOLDER}/`];
  return table(own[0]!, [...own.slice(1), ...(hasUnknown ? [`*_${UNKNOWN_KIND}.nii.gz`] : [])]);
}
