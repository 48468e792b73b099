import type { Finding } from "#contract/findings.ts";
import { baseName, dataFileHeaders, fileKind, splitExtension } from "#domain/pairing/file-kind.ts";
import type { Pairing } from "#domain/pairing/pair-files.ts";

/**
 * What the pairing of a folder's files leaves to be said.
 * @param refused the paths that cannot be used, as far as they have been read
 */
export function pairFindings(pairing: Pairing, refused: ReadonlySet<string>): Finding[] {
  const paired = new Set(pairing.masks.map((mask) => mask.imagePath));
  return [
    ...pairing.images
      .filter((image) => !paired.has(image.path) && !refused.has(image.path))
      .map((image) =>
        warning(
          image.path,
          "pair-image-without-mask",
          "This image has no mask yet.",
          "Add a folder of masks for it, or let Winnow propose some (winnow propose).",
        ),
      ),
    ...pairing.masks
      .filter((mask) => refused.has(mask.imagePath))
      .map((mask) => imageRefused(mask.path, mask.imagePath)),
    ...pairing.images
      .filter((image) => refused.has(image.path))
      .flatMap((image) => image.channelPaths.map((channel) => imageRefused(channel, image.path))),
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

function imageRefused(path: string, imagePath: string): Finding {
  return error(path, "pair-image-refused", `Its image ${imagePath} cannot be used.`, "See the finding of that image.");
}

/** Files that look like images but are not read, and parts of pairs whose other part is missing. */
export function unreadFindings(paths: readonly string[]): Finding[] {
  const headers = dataFileHeaders(paths);
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
    if (kind === "nifti-data" && !headers.has(path)) {
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

/** What is said of the data files (.img) whose headers (.hdr) cannot be used. */
export function dataFileFindings(headers: ReadonlyMap<string, string>, refused: ReadonlySet<string>): Finding[] {
  return [...headers]
    .filter(([, header]) => refused.has(header))
    .map(([path, header]) =>
      error(path, "pair-header-refused", `Its header ${header} cannot be used.`, "See the finding of that header."),
    );
}

function error(file: string, code: string, message: string, remedy: string): Finding {
  return { severity: "error", code, file, message, remedy };
}

function warning(file: string, code: string, message: string, remedy: string): Finding {
  return { severity: "warning", code, file, message, remedy };
}
