import type { Finding } from "#contract/findings.ts";
import { plural } from "./plural.ts";
import type { Format, PlannedCase } from "./layouts.ts";

export const NAMES_NOTICE =
  "Names of cases come from the names of files and folders (with DICOM, names of cases, sources and classes also from those of series and segments), which Winnow does not judge: look at them before you share the release.";
export const DRAWN_TEXT_NOTICE = "Text that is drawn into a picture stays: look at the pictures before you share them.";

const DICOM_NOTICE =
  "Of the DICOM images only what shows and places the picture went in: names, numbers, dates, free text, private elements and overlays stay out, and identifiers are replaced by others.";

/** What to bear in mind before a release is shared. */
export function releaseNotices(nCleared: number, format: Format): string[] {
  const cleared =
    format === "dicom-seg"
      ? DICOM_NOTICE
      : nCleared === 0
        ? "No image file held free text that had to be cleared."
        : `Free text was cleared from ${plural(nCleared, "image file")}; the manifest says of each what, and the voxels are the same.`;
  return [NAMES_NOTICE, cleared, DRAWN_TEXT_NOTICE];
}

/** Images that are of a kind into which devices draw names and dates. */
export function drawnTextFindings(cases: readonly PlannedCase[]): Finding[] {
  return cases
    .filter(({ image }) => image.mayHoldDrawnText)
    .map(({ selected }) => ({
      severity: "warning",
      code: "drawn-text-possible",
      file: selected.name,
      message: "Names or dates may be drawn into this image: devices do so with images of its kind.",
      remedy: "Look at it before you share the release. Winnow does not change pixels.",
    }));
}
