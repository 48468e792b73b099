/** What a file seems to be, by its name alone. */
export type FileKind =
  | "nifti"
  /** The header of a NIfTI or Analyze pair; its data lie in the .img beside it. */
  | "nifti-header"
  | "nifti-data"
  | "picture"
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
  ...[".dcm", ".dicom", ".ima", ".tif", ".tiff", ".bmp", ".nrrd", ".nhdr", ".mha", ".mhd", ".mgh", ".mgz"].map(
    (extension) => [extension, "unread-image"] as const,
  ),
];

/** Splits a file name into its stem and its extension; `.nii.gz` counts as one extension. */
export function splitExtension(name: string): { stem: string; extension: string } {
  const lower = name.toLowerCase();
  const known = EXTENSIONS.map(([extension]) => extension)
    .filter((extension) => lower.endsWith(extension) && lower.length > extension.length)
    .toSorted((a, b) => b.length - a.length)[0];
  const dot = name.lastIndexOf(".");
  const length = known?.length ?? (dot > 0 ? name.length - dot : 0);
  return { stem: name.slice(0, name.length - length), extension: name.slice(name.length - length) };
}

/** What a file seems to be. Hidden files and the droppings of file managers are `other`. */
export function fileKind(path: string): FileKind {
  const name = baseName(path);
  if (name.startsWith(".") || name.toLowerCase() === "thumbs.db") return "other";
  const extension = splitExtension(name).extension.toLowerCase();
  return EXTENSIONS.find(([known]) => known === extension)?.[1] ?? "other";
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

/** What the data file of a header (`.hdr`) may be called. */
export function dataPathsOf(headerPath: string): readonly string[] {
  const { stem } = splitExtension(baseName(headerPath));
  return [".img", ".IMG"].map((extension) => joinPath(folderOf(headerPath), stem + extension));
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
