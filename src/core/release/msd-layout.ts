import type { Selection } from "../project/state/select-masks.ts";
import { asNifti, json, labelMap, type Layout, splitTable } from "./layouts.ts";

/**
 * Medical Segmentation Decathlon: `imagesTr/CASE.nii.gz`, `labelsTr/CASE.nii.gz`, `dataset.json`. A file of its images
 * holds all channels of a case (4-D); Winnow writes cases of one channel.
 */
export function msdLayout({ classes }: Pick<Selection, "classes">, datasetName: string): Layout {
  const placeOf = (folder: string, fileName: string): string => `${folder}/${fileName}.nii.gz`;
  return {
    name: "msd",
    needsEveryClass: true,
    plan: (selected, fileName, image) => ({
      images: [
        image.isVolume
          ? asNifti(image.path, placeOf("imagesTr", fileName))
          : { path: placeOf("imagesTr", fileName), as: "nifti", channel: 0 },
      ],
      masks: [labelMap(selected, classes, placeOf("labelsTr", fileName), "nifti")],
    }),
    extraFiles: (cases, split) => [
      json("dataset.json", () => ({
        name: datasetName,
        description: "Masks validated with Winnow. Research use only. Not for diagnosis.",
        reference: "to be filled in",
        licence: "to be filled in",
        release: new Date().toISOString().slice(0, 10),
        tensorImageSize: "3D",
        modality: { "0": "image" },
        labels: {
          "0": "background",
          ...Object.fromEntries(classes.map(({ name }, index) => [String(index + 1), name])),
        },
        numTraining: cases.length,
        numTest: 0,
        training: cases.map(({ fileName }) => ({
          image: `./${placeOf("imagesTr", fileName)}`,
          label: `./${placeOf("labelsTr", fileName)}`,
        })),
        test: [],
      })),
      splitTable(cases, split),
    ],
  };
}
