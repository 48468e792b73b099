import { extname } from "node:path";
import { fileKind, splitExtension } from "#domain/pairing/file-kind.ts";
import { maskSource } from "../project/queries/mask-reference.ts";
import type { SelectedCase, Selection } from "../project/state/select-masks.ts";
import type { ImageTarget, MaskTarget } from "./write-case.ts";

/** What is known of a case's image when its place in a release is chosen. */
export interface ReleaseImage {
  readonly path: string;
  readonly sha256: string;
  readonly isVolume: boolean;
  readonly channels: number;
  /** Further channel files of the same case. */
  readonly channelPaths: readonly string[];
}

/** Where a case's files go, relative to the release. */
export interface CasePlan {
  readonly images: readonly ImageTarget[];
  readonly masks: readonly MaskTarget[];
}

export interface Layout {
  readonly name: "flat" | "nnunet";
  /** A label map says of every voxel what it is; then every class of a case has to be settled. */
  readonly needsEveryClass: boolean;
  plan(selected: SelectedCase, fileName: string, image: ReleaseImage): CasePlan;
  /** Further files of the release: path → contents. */
  extraFiles(nCases: number): readonly { readonly path: string; readonly contents: string }[];
}

type Format = "nifti" | "png";

/**
 * `images/` with the images as they were given, and masks of the same names: in `masks/` where the project has one
 * class, else in one folder a class, so that an undecided class never reads as background. PNG masks hold 0 and 255,
 * NIfTI masks 0 and 1.
 */
export function flatLayout({ classes }: Pick<Selection, "classes">, format: Format): Layout {
  const ending = format === "png" ? ".png" : ".nii.gz";
  const folderOf = (className: string): string => (classes.length === 1 ? "masks" : `masks_${safeName(className)}`);
  return {
    name: "flat",
    needsEveryClass: false,
    plan: (selected, fileName, image) => ({
      images: [
        { path: `images/${fileName}${splitExtension(image.path).extension || extname(image.path)}`, as: "copy" },
      ],
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
    extraFiles: () => [],
  };
}

/**
 * nnU-Net v2 (conventions, *nnU-Net layout and integrity*): `imagesTr/CASE_0000`, `labelsTr/CASE`, `dataset.json`;
 * labels consecutive from 1 in the order of the project's classes; one lossless file type for images and masks.
 */
export function nnunetLayout(
  { classes }: Pick<Selection, "classes">,
  format: Format,
  datasetName: string,
  channelNames: readonly string[],
): Layout {
  const ending = format === "png" ? ".png" : ".nii.gz";
  const valueOf = new Map(classes.map(({ name }, index) => [name, index + 1]));
  return {
    name: "nnunet",
    needsEveryClass: true,
    plan: (selected, fileName, image) => ({
      images: nnunetImages(fileName, image, format, ending, channelNames.length),
      masks: [
        {
          path: `labelsTr/${fileName}${ending}`,
          as: format,
          layers: selected.masks.map((mask) => ({
            ...maskSource(mask.mask),
            value: valueOf.get(mask.className)!,
          })),
        },
      ],
    }),
    extraFiles: (nCases) => [
      {
        path: "dataset.json",
        contents: `${JSON.stringify(
          {
            name: datasetName,
            channel_names: Object.fromEntries(channelNames.map((name, index) => [String(index), name])),
            labels: {
              background: 0,
              ...Object.fromEntries(
                classes.map(({ name }) => [/^\d+$/.test(name) ? `class_${name}` : name, valueOf.get(name)]),
              ),
            },
            numTraining: nCases,
            file_ending: ending,
          },
          null,
          2,
        )}\n`,
      },
    ],
  };
}

function nnunetImages(
  fileName: string,
  image: ReleaseImage,
  format: Format,
  ending: string,
  nChannels: number,
): ImageTarget[] {
  const place = (channel: number): string => `imagesTr/${fileName}_${String(channel).padStart(4, "0")}${ending}`;
  // One PNG holds all of its channels (nnU-Net's NaturalImage2DIO); NIfTI takes one file a channel.
  if (format === "png") return [{ path: place(0), as: "png" }];
  if (!image.isVolume)
    return Array.from({ length: nChannels }, (_, channel) => ({ path: place(channel), as: "nifti", channel }));
  const isPlain =
    fileKind(image.path.replaceAll("\\", "/")) === "nifti" && image.path.toLowerCase().endsWith(".nii.gz");
  const first: ImageTarget = isPlain ? { path: place(0), as: "copy" } : { path: place(0), as: "nifti", channel: 0 };
  return [
    first,
    ...image.channelPaths.map((from, index): ImageTarget => ({ path: place(index + 1), as: "copy", from })),
  ];
}

/** A name that every file system takes; `/` of case names becomes a double underscore. */
export function safeName(name: string): string {
  return name.replaceAll("/", "__").replaceAll(/[^A-Za-z0-9._-]/g, "_");
}
