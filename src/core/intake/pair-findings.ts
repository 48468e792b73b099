import type { Finding } from "#contract/findings.ts";
import { fileKind, folderOf, splitExtension, baseName } from "#domain/pairing/file-kind.ts";
import type { Pairing } from "#domain/pairing/pair-files.ts";

/** What the pairing of a folder's files leaves to be said. */
export function pairFindings(pairing: Pairing, refusedImages: ReadonlySet<string>): Finding[] {
  const paired = new Set(pairing.masks.map((mask) => mask.imagePath));
  return [
    ...pairing.images
      .filter((image) => !paired.has(image.path) && !refusedImages.has(image.path))
      .map((image) =>
        warning(
          image.path,
          "pair-image-without-mask",
          "This image has no mask yet.",
          "Add a folder of masks for it, or let Winnow propose some (winnow propose).",
        ),
      ),
    ...pairing.masks
      .filter((mask) => refusedImages.has(mask.imagePath))
      .map((mask) =>
        error(
          mask.path,
          "pair-image-refused",
          `Its image ${mask.imagePath} cannot be used.`,
          "See the finding of that image.",
        ),
      ),
    ...pairing.orphanMasks.map((path) =>
      error(
        path,
        "pair-mask-without-image",
        `No image matches ${baseName(path)}.`,
        "Add its image, name the pair in a mapping.csv (img_path,mask_path), or leave the mask out.",
      ),
    ),
    ...pairing.ambiguous.map(({ path, choices }) =>
      error(
        path,
        "pair-ambiguous",
        `It could belong to ${choices.join(" or ")}.`,
        "Say which in a mapping.csv with the columns img_path and mask_path.",
      ),
    ),
    ...pairing.missing.map(({ path, namedBy }) =>
      error(
        path,
        "pair-file-missing",
        `${namedBy} names this file, but it is not there.`,
        `Correct ${namedBy}, or copy the file to where it says.`,
      ),
    ),
  ];
}

/** Files that look like images but are not read, and parts of pairs whose other part is missing. */
export function unreadFindings(paths: readonly string[]): Finding[] {
  const present = new Set(paths.map((path) => path.toLowerCase()));
  return paths.flatMap((path) => {
    const kind = fileKind(path);
    if (kind === "unread-image") {
      const extension = splitExtension(baseName(path)).extension.toLowerCase();
      return [
        error(
          path,
          "format-not-read",
          `This version of Winnow does not read ${extension} files.`,
          "Convert it to NIfTI (volumes) or PNG (pictures).",
        ),
      ];
    }
    const header = joinStem(path, ".hdr");
    if (kind === "nifti-data" && !present.has(header)) {
      return [
        error(
          path,
          "nifti-header-missing",
          "The picture's header file (.hdr) is not beside its data (.img).",
          "Copy the .hdr file into the same folder, then add the folder again.",
        ),
      ];
    }
    return [];
  });
}

function joinStem(path: string, extension: string): string {
  const folder = folderOf(path);
  const { stem } = splitExtension(baseName(path));
  return `${folder === "" ? "" : `${folder}/`}${stem}${extension}`.toLowerCase();
}

function error(file: string, code: string, message: string, remedy: string): Finding {
  return { severity: "error", code, file, message, remedy };
}

function warning(file: string, code: string, message: string, remedy: string): Finding {
  return { severity: "warning", code, file, message, remedy };
}
