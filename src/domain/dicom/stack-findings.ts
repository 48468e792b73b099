import type { Finding } from "#contract/findings.ts";
import type { StackTrouble } from "./check-stack.ts";
import type { Slice } from "./dicom-header.ts";

export function doubleFinding({ path }: Slice, first: Slice): Finding {
  return warning(
    path,
    "dicom-same-instance",
    `It is the same slice as ${first.path}.`,
    "Nothing to do: the other one is used.",
  );
}

export function placeTwiceFinding(path: string, message: string): Finding {
  return error(
    path,
    "dicom-place-twice",
    `${message}.`,
    "Export the series again, each volume as a series of its own.",
  );
}

/** @param files of a series of `nAll` those that do not say where they lie */
export function placelessFinding(files: readonly Slice[], nAll: number): Finding {
  const which = files.length === nAll ? `The ${nAll} slices` : `${files.length} of the ${nAll} slices`;
  return warning(
    files[0]!.path,
    "dicom-no-position",
    `${which} of its series do not say where in the body they lie. Each is taken as a picture of its own.`,
    "If they should be a volume, export the series again with its positions.",
  );
}

export function mixedFinding(kind: readonly Slice[], most: readonly Slice[]): Finding {
  const [one, usual] = [kind[0]!.header.pixels!, most[0]!.header.pixels!];
  const sizes =
    one.columns !== usual.columns || one.rows !== usual.rows
      ? `${one.columns} × ${one.rows}, the others ${usual.columns} × ${usual.rows}`
      : "turned, spaced or coloured otherwise than the others";
  return warning(
    kind[0]!.path,
    "dicom-series-mixed",
    `Its series holds slices of several kinds: ${kind.length} of them are ${sizes}. They are taken as an image of their own.`,
    "Check that they belong to this series. A scout view is often sent with it.",
  );
}

/** @param nameOf what the slice of that number is called */
export function troubleFinding(
  path: string,
  trouble: StackTrouble,
  nameOf: (index: number) => string,
  of: "series" | "file",
): Finding {
  switch (trouble.kind) {
    case "gap": {
      const missing = Math.round(trouble.gapMm / trouble.usualMm) - 1;
      return error(
        path,
        "dicom-slices-missing",
        `${between(trouble, nameOf, of)}.${missing > 0 ? ` ${missing} ${missing === 1 ? "slice seems" : "slices seem"} to be missing.` : ""}`,
        "Export the whole series again, then add the folder again.",
      );
    }
    case "off-line":
      return error(
        path,
        "dicom-slices-not-in-line",
        of === "file"
          ? "Its frames do not lie on one line, or not in one direction: they are no volume."
          : "The slice does not lie on a line with the others of its series.",
        "Export the series again without moving or turning single slices.",
      );
    case "uneven":
      return warning(
        path,
        "dicom-slices-uneven",
        `${between(trouble, nameOf, of)}. Winnow takes all distances as the same.`,
        "Nothing to do if positions were rounded. Otherwise export the whole series again.",
      );
    case "tilted":
      return warning(
        path,
        "dicom-tilted",
        `The slices are tilted: each lies ${inMm(trouble.sidewaysMm)} beside the one before. Winnow keeps them so.`,
        "Nothing to do. Programs that ignore the tilt show the volume sheared.",
      );
  }
}

function between(
  { after, gapMm, usualMm }: Extract<StackTrouble, { readonly after: number }>,
  nameOf: (index: number) => string,
  of: "series" | "file",
): string {
  const from = of === "file" ? "two of its frames" : `it and ${nameOf(after + 1)}`;
  return `Between ${from} lie ${inMm(gapMm)}; the other slices are ${inMm(usualMm)} apart`;
}

function inMm(value: number): string {
  return `${Number(value.toFixed(3))} mm`;
}

function warning(file: string, code: string, message: string, remedy: string): Finding {
  return { severity: "warning", code, file, message, remedy };
}

function error(file: string, code: string, message: string, remedy: string): Finding {
  return { severity: "error", code, file, message, remedy };
}
