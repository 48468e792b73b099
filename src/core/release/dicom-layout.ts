import { maskSource } from "../project/queries/mask-reference.ts";
import { type Layout, splitTable } from "./layouts.ts";

/**
 * DICOM for DICOM: `images/CASE/0001.dcm` … without what would tell whom they show, and one segmentation a case in
 * `masks/CASE.dcm`, each class a segment of its own, so that overlaps are kept.
 */
export function dicomLayout(): Layout {
  return {
    name: "flat",
    needsEveryClass: false,
    plan: (selected, fileName) => ({
      images: [{ path: `images/${fileName}`, as: "dicom" }],
      masks: [
        {
          path: `masks/${fileName}.dcm`,
          as: "dicom-seg",
          layers: selected.masks.map((mask, index) => ({
            ...maskSource(mask.mask),
            value: index + 1,
            name: mask.className,
            algorithm: mask.acceptedBy === "judge" ? ("AUTOMATIC" as const) : ("SEMIAUTOMATIC" as const),
          })),
        },
      ],
    }),
    extraFiles: (cases, split) => [splitTable(cases, split)],
  };
}
