import { ERROR_MAPS_FOLDER } from "#domain/pairing/folder-names.ts";
import type { SelectedMask, Selection } from "../project/state/select-masks.ts";
import { freePath } from "./free-path.ts";
import { type PlannedCase, safeName } from "./layouts.ts";
import { maskFile } from "./released-masks.ts";

/** An error map and the mask that it is about. */
export interface PlannedErrorMap {
  /** In the release, whatever folder in it holds the data set. */
  readonly path: string;
  readonly mask: SelectedMask;
  readonly caseName: string;
  /** Where the mask lies in the data set. */
  readonly maskFile: string;
}

/**
 * One error map for every mask, in a folder of their own beside the data set: no layout has a place for them, and no
 * training is to take them for masks. They are called like the cases, with the class where the project has several; in
 * BIDS as derivatives are (`sub-01/anat/sub-01_label-liver_desc-errors_map`).
 */
export function planErrorMaps(cases: readonly PlannedCase[], classes: Selection["classes"]): PlannedErrorMap[] {
  const used = new Set<string>();
  return cases.flatMap((planned) =>
    planned.selected.masks.map((mask, index) => {
      const name = nameOf(planned, classes.length > 1 ? mask.className : null);
      return {
        path: `${freePath(`${ERROR_MAPS_FOLDER}/${name}`, used)}.nii.gz`,
        mask,
        caseName: planned.selected.name,
        maskFile: maskFile(planned, index),
      };
    }),
  );
}

function nameOf({ bidsStem, fileName }: PlannedCase, className: string | null): string {
  if (bidsStem === undefined) return className === null ? fileName : `${fileName}__${safeName(className)}`;
  // Values of entities are letters and digits alone.
  const label = className?.replaceAll(/[^A-Za-z0-9]/g, "");
  return `${bidsStem}${label === undefined ? "" : `_label-${label || "class"}`}_desc-errors_map`;
}
