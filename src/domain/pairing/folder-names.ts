/** What a folder's name says of its content (conventions, *Pairing images with masks*). */
export type FolderRole = { readonly role: "images" } | { readonly role: "masks"; readonly source: string } | null;

/** What lies in a folder of this name says where masks of a release are probably wrong: no images, and no masks. */
export const ERROR_MAPS_FOLDER = "error_maps";

const IMAGE_FOLDER = /^(?:images?|imgs?)(?:tr|ts)?$/i;
const MASK_WORDS =
  "masks?|labels?|segs?|segmentations?|annotations?|predictions?|preds?|ground[_-]?truths?|gt|contours?";
const MASK_FOLDER = new RegExp(`^(?:${MASK_WORDS})(?:tr|ts)?(?:[_-](?<source>.+))?$`, "i");
const SPLIT = new RegExp(`^(?:images?|imgs?|${MASK_WORDS})(?<split>tr|ts)(?=$|[_-])`, "i");

/**
 * `images` or `imagesTr` hold images; `masks`, `labelsTr`, `masks_otsu` … hold masks. What follows the first word names
 * the source of the masks (`masks_otsu` → `otsu`); without it the word itself does.
 */
export function folderRole(name: string): FolderRole {
  if (IMAGE_FOLDER.test(name)) return { role: "images" };
  const match = MASK_FOLDER.exec(name);
  return match ? { role: "masks", source: match.groups?.["source"] ?? name.replace(/(?<=[a-z])T[rs]$/, "") } : null;
}

/** `imagesTr` goes with `labelsTr`, not with `labelsTs`. A source's own name (`masks_results`) says nothing of it. */
export function folderSplit(name: string): "tr" | "ts" | "" {
  const split = SPLIT.exec(name)?.groups?.["split"] ?? "";
  return split.toLowerCase() as "tr" | "ts" | "";
}

const MASK_SUFFIX =
  /^(?<base>.+?)[_-](?<word>mask|masks|seg|segmentation|label|labels|gt)(?:[_-](?<source>[A-Za-z0-9]+))?$/i;

/** `case_mask`, `case-seg`, `case_mask_otsu`: the case and the source, or null when the stem has no such ending. */
export function maskSuffix(stem: string): { base: string; source: string } | null {
  const groups = MASK_SUFFIX.exec(stem)?.groups;
  return groups ? { base: groups["base"]!, source: groups["source"] ?? groups["word"]!.toLowerCase() } : null;
}
