import { extname } from "node:path";
import { canBeCleaned } from "../io/clean/clean-image.ts";
import { splitExtension } from "#domain/pairing/file-kind.ts";
import type { Split } from "#domain/splits/split-by-subject.ts";
import { maskSource } from "../project/queries/mask-reference.ts";
import { writeCsv } from "../io/files/csv.ts";
import type { SelectedCase, Selection } from "../project/state/select-masks.ts";
import type { ImageTarget, MaskTarget } from "./write-case-task.ts";

/** What is known of a case's image when its place in a release is chosen. */
export interface ReleaseImage {
  readonly path: string;
  readonly sha256: string;
  readonly isVolume: boolean;
  readonly channels: number;
  /** Further channel files of the same case. */
  readonly channelPaths: readonly string[];
  /** Of those of its files that hold several volumes: which one is used, counted from 0. By path. */
  readonly volumes?: ReadonlyMap<string, number>;
  /**
   * Names or dates may be drawn into its pixels: an ultrasound, a secondary capture, a screen shot. Left out where the
   * file does not say what it is.
   */
  readonly mayHoldDrawnText?: boolean;
  /** DICOM that says where its slices lie, and so can carry a segmentation. */
  readonly isPlacedDicom?: boolean;
  /** Files of a DICOM series; 1 where the image is one file. */
  readonly nSlices: number;
}

/** A file that is text, made when it is needed. */
export interface TextFile {
  readonly path: string;
  readonly contents: () => string;
}

/** Where a case's files go, relative to the data set. */
export interface CasePlan {
  readonly images: readonly ImageTarget[];
  readonly masks: readonly MaskTarget[];
  /** BIDS: the folder and the entities of its files, `sub-01/anat/sub-01`. */
  readonly bidsStem?: string;
  /** Further files of the case. */
  readonly texts?: readonly TextFile[];
}

/** A case with its place in a release. */
export interface PlannedCase extends CasePlan {
  readonly selected: SelectedCase;
  readonly image: ReleaseImage;
  /** Of its files, without ending. */
  readonly fileName: string;
  /** By which its subject is known in the release. */
  readonly subject: string;
}

export type LayoutName = "flat" | "nnunet" | "msd" | "bids";

/** How images and masks are packed by all layouts but that for DICOM. */
export type PlainFormat = Exclude<Format, "dicom-seg">;

export interface Layout {
  readonly name: LayoutName;
  /** A label map says of every voxel what it is; then every class of a case has to be settled. */
  readonly needsEveryClass: boolean;
  plan(selected: SelectedCase, fileName: string, image: ReleaseImage): CasePlan;
  /** Further files of the data set. */
  extraFiles(cases: readonly PlannedCase[], split: Split | null): readonly TextFile[];
}

export type Format = "nifti" | "png" | "dicom-seg";

/** What people call a format, and what stands for the inside of a mask that has a file to itself. */
export const FORMAT_WORDS: Readonly<Record<Format, { readonly name: string; readonly inside: string }>> = {
  nifti: { name: "NIfTI", inside: "1" },
  png: { name: "PNG", inside: "255" },
  "dicom-seg": { name: "DICOM with segmentations", inside: "a segment" },
};

/**
 * `images/` with the images as they were given, and masks of the same names: in `masks/` where the project has one
 * class, else in one folder a class, so that an undecided class never reads as background. PNG masks hold 0 and 255,
 * NIfTI masks 0 and 1.
 */
export function flatLayout({ classes }: Pick<Selection, "classes">, format: PlainFormat): Layout {
  const ending = format === "png" ? ".png" : ".nii.gz";
  const folderOf = (className: string): string => (classes.length === 1 ? "masks" : `masks_${safeName(className)}`);
  return {
    name: "flat",
    needsEveryClass: false,
    plan: (selected, fileName, image) => ({
      images: flatImages(fileName, image, format),
      masks: selected.masks.map((mask) => ({
        path: `${folderOf(mask.className)}/${fileName}${ending}`,
        as: format,
        layers: [
          {
            ...maskSource(mask.mask),
            value: format === "png" ? 255 : 1,
          },
        ],
      })),
    }),
    extraFiles: (cases, split) => [splitTable(cases, split)],
  };
}

/**
 * Further channels of a case are told apart as nnU-Net does, which `winnow add` reads again as one case. What cannot be
 * copied is written anew: a grey picture as the masks are, since PNG cannot hold values below zero or fractions.
 */
function flatImages(fileName: string, image: ReleaseImage, format: PlainFormat): ImageTarget[] {
  const all = [image.path, ...image.channelPaths];
  const isNifti = image.isVolume || (format === "nifti" && image.channels === 1);
  return all.map((path, index) => {
    const name = all.length === 1 ? fileName : `${fileName}_${String(index).padStart(4, "0")}`;
    const from = index === 0 ? {} : { from: path };
    if (canBeCleaned(path))
      return { path: `images/${name}${splitExtension(path).extension || extname(path)}`, as: "copy", ...from };
    return isNifti
      ? { path: `images/${name}.nii.gz`, as: "nifti", channel: 0, ...from }
      : { path: `images/${name}.png`, as: "png", ...from };
  });
}

/**
 * nnU-Net v2 (conventions, *nnU-Net layout and integrity*): `imagesTr/CASE_0000`, `labelsTr/CASE`, `dataset.json`;
 * labels consecutive from 1 in the order of the project's classes; one lossless file type for images and masks.
 */
export function nnunetLayout(
  { classes }: Pick<Selection, "classes">,
  format: PlainFormat,
  datasetName: string,
  channelNames: readonly string[],
): Layout {
  const ending = format === "png" ? ".png" : ".nii.gz";
  return {
    name: "nnunet",
    needsEveryClass: true,
    plan: (selected, fileName, image) => ({
      images: nnunetImages(fileName, image, format, ending, channelNames.length),
      masks: [labelMap(selected, classes, `labelsTr/${fileName}${ending}`, format)],
    }),
    extraFiles: (cases, split) => [
      json("dataset.json", () => ({
        name: datasetName,
        channel_names: Object.fromEntries(channelNames.map((name, index) => [String(index), name])),
        labels: {
          background: 0,
          ...Object.fromEntries(
            classes.map(({ name }, index) => [/^\d+$/.test(name) ? `class_${name}` : name, index + 1]),
          ),
        },
        numTraining: cases.length,
        file_ending: ending,
      })),
      ...(split ? [nnunetSplits(cases, split)] : []),
    ],
  };
}

/** `splits_final.json` as nnU-Net reads it from its folder of preprocessed data. */
function nnunetSplits(cases: readonly PlannedCase[], { nFolds, foldOf }: Split): TextFile {
  return json("splits_final.json", () =>
    Array.from({ length: nFolds }, (_, fold) => ({
      train: cases.filter((_case, index) => foldOf[index] !== fold).map(({ fileName }) => fileName),
      val: cases.filter((_case, index) => foldOf[index] === fold).map(({ fileName }) => fileName),
    })),
  );
}

function nnunetImages(
  fileName: string,
  image: ReleaseImage,
  format: PlainFormat,
  ending: string,
  nChannels: number,
): ImageTarget[] {
  const place = (channel: number): string => `imagesTr/${fileName}_${String(channel).padStart(4, "0")}${ending}`;
  // One PNG holds all of its channels (nnU-Net's NaturalImage2DIO); NIfTI takes one file a channel.
  if (format === "png") return [{ path: place(0), as: "png" }];
  if (!image.isVolume)
    return Array.from({ length: nChannels }, (_, channel) => ({ path: place(channel), as: "nifti", channel }));
  return [
    asNifti(image.path, place(0)),
    ...image.channelPaths.map((from, index) => ({ ...asNifti(from, place(index + 1)), from })),
  ];
}

/** One volume of a file that holds several is written anew: what the file holds besides stays out. */
export function asVolumeOf(target: ImageTarget, { path, volumes }: ReleaseImage): ImageTarget {
  const volume = volumes?.get(target.from ?? path);
  if (volume === undefined) return target;
  // A picture out of a series of them is drawn anew in any case.
  if (target.as === "png") return { ...target, volume };
  return { ...target, path: target.path.replace(/\.nii$/i, ".nii.gz"), as: "nifti", channel: 0, volume };
}

/** A file that is NIfTI already keeps its voxels byte for byte. */
export function asNifti(source: string, path: string): ImageTarget {
  return /\.nii(?:\.gz)?$/i.test(source) ? { path, as: "copy" } : { path, as: "nifti", channel: 0 };
}

/** All classes of a case in one map, consecutive from 1 in the order of the project's classes. */
export function labelMap(
  { masks }: SelectedCase,
  classes: Selection["classes"],
  path: string,
  format: PlainFormat,
): MaskTarget {
  const valueOf = new Map(classes.map(({ name }, index) => [name, index + 1]));
  return {
    path,
    as: format,
    layers: masks.map((mask) => ({ ...maskSource(mask.mask), value: valueOf.get(mask.className)! })),
  };
}

/** `splits.csv`: which fold each case is held out in; without folds where there is one subject alone. */
export function splitTable(cases: readonly PlannedCase[], split: Split | null): TextFile {
  return {
    path: "splits.csv",
    contents: () =>
      writeCsv(
        ["case", "subject", "fold", "image"],
        cases.map(({ selected, subject, images }, index) => ({
          case: selected.name,
          subject,
          fold: split ? String(split.foldOf[index]) : "",
          image: images[0]!.path,
        })),
      ),
  };
}

export function json(path: string, value: () => unknown): TextFile {
  return { path, contents: () => `${JSON.stringify(value(), null, 2)}\n` };
}

/** A name that every file system takes; `/` of case names becomes a double underscore. */
export function safeName(name: string): string {
  return name.replaceAll("/", "__").replaceAll(/[^A-Za-z0-9._-]/g, "_");
}
