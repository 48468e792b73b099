import { ERROR_MAPS_FOLDER } from "./folder-names.ts";

/** What a file seems to be, by its name alone. */
export type FileKind =
  /** A volume in one file: NIfTI, or another format of volumes. */
  | "nifti"
  /** The header of a pair (NIfTI or Analyze, MetaImage, NRRD); its data lie in a file beside it. */
  | "nifti-header"
  /** The data of a NIfTI or Analyze pair. (Those of other pairs, .raw, may be anything when no header names them.) */
  | "nifti-data"
  /** A picture, or several of one size in one file. */
  | "picture"
  /** DICOM by its name. Many DICOM files have no extension at all: see `mayBeDicom`. */
  | "dicom"
  /** An image format that this version does not read. */
  | "unread-image"
  | "other";

const EXTENSIONS: readonly (readonly [string, FileKind])[] = [
  [".nii.gz", "nifti"],
  [".nii", "nifti"],
  [".hdr", "nifti-header"],
  [".img", "nifti-data"],
  [".hdr.gz", "unread-image"],
  [".img.gz", "unread-image"],
  [".png", "picture"],
  [".jpg", "picture"],
  [".jpeg", "picture"],
  ...[".mha", ".nrrd", ".mgh", ".mgh.gz", ".mgz"].map((extension) => [extension, "nifti"] as const),
  ...[".mhd", ".nhdr"].map((extension) => [extension, "nifti-header"] as const),
  ...[".tif", ".tiff", ".bmp"].map((extension) => [extension, "picture"] as const),
  ...[".dcm", ".dicom", ".ima"].map((extension) => [extension, "dicom"] as const),
];

const KINDS: ReadonlyMap<string, FileKind> = new Map(EXTENSIONS);
const LONGEST_FIRST = [...KINDS.keys()].toSorted((a, b) => b.length - a.length);

/** Splits a file name into its stem and its extension; `.nii.gz` counts as one extension. */
export function splitExtension(name: string): { stem: string; extension: string } {
  const lower = name.toLowerCase();
  const known = LONGEST_FIRST.find((extension) => lower.endsWith(extension) && lower.length > extension.length);
  const dot = name.lastIndexOf(".");
  const length = known?.length ?? (dot > 0 ? name.length - dot : 0);
  return { stem: name.slice(0, name.length - length), extension: name.slice(name.length - length) };
}

/** In a release that is added again. Whoever names a file by its whole path wants that very file, and it is no match. */
const IS_ERROR_MAP = new RegExp(`^(?:[^/]+/)*${ERROR_MAPS_FOLDER}/`);

/** What a file seems to be. Hidden files, the droppings of file managers and error maps of a release are `other`. */
export function fileKind(path: string): FileKind {
  const name = baseName(path);
  if (IS_ERROR_MAP.test(path)) return "other";
  if (name.startsWith(".") || name.toLowerCase() === "thumbs.db") return "other";
  return KINDS.get(splitExtension(name).extension.toLowerCase()) ?? "other";
}

const TABLES_AND_TEXTS =
  /\.(?:csv|tsv|json|jsonl|xml|ya?ml|txt|md|html?|pdf|docx?|xlsx?|log|zip|gz|tar|7z|py|ipynb|m|mat|npy|npz|pkl|h5|hdf5|raw|zraw|bvals?|bvecs?|ini|cfg|sh|bat|exe|dll|db|lnk|mp4|avi|mov|svg|gif|webp|winnow)$/i;

/** Whether a file is worth opening to see if it is DICOM: by its name it is, or might be anything. */
export function mayBeDicom(path: string): boolean {
  const kind = fileKind(path);
  if (kind === "dicom") return true;
  const name = baseName(path);
  const isHidden = name.startsWith(".") || name.toLowerCase() === "thumbs.db";
  return kind === "other" && !isHidden && name !== "DICOMDIR" && !TABLES_AND_TEXTS.test(name);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The folder of a path; empty for a file at the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

export function stemOf(path: string): string {
  return splitExtension(baseName(path)).stem;
}

/** Joins path parts with `/`, leaving out empty ones. */
export function joinPath(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("/");
}

/** What the data file of a header may be called, by the header's extension. */
const DATA_EXTENSIONS: ReadonlyMap<string, readonly string[]> = new Map([
  [".hdr", [".img", ".IMG"]],
  [".mhd", [".raw", ".RAW", ".zraw", ".ZRAW", ".raw.gz"]],
  [".nhdr", [".raw", ".RAW", ".raw.gz"]],
]);

/** What the data file of a header may be called: like the header, in the same folder. None for what is no header. */
export function dataPathsOf(headerPath: string): readonly string[] {
  const { stem, extension } = splitExtension(baseName(headerPath));
  const endings = DATA_EXTENSIONS.get(extension.toLowerCase()) ?? [];
  return endings.map((ending) => joinPath(folderOf(headerPath), stem + ending));
}

/** Which of the files is the data file of which header: data path → header path. */
export function dataFileHeaders(paths: readonly string[]): Map<string, string> {
  const present = new Set(paths);
  return new Map(
    paths
      .filter((path) => fileKind(path) === "nifti-header")
      .flatMap((header) => dataPathsOf(header).flatMap((data) => (present.has(data) ? [[data, header] as const] : []))),
  );
}
