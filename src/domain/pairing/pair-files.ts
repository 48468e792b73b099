import { baseName, fileKind, folderOf, joinPath, stemOf } from "./file-kind.ts";
import { folderRole, folderSplit, maskSuffix } from "./folder-names.ts";

/** A mask file and the image it belongs to. */
export interface PairedMask {
  readonly path: string;
  readonly imagePath: string;
  /** Where the mask comes from: the folder, suffix or column that distinguishes several masks of an image. */
  readonly source: string;
}

export interface PairedImage {
  readonly path: string;
  /** Further channels of the same case (nnU-Net `_0001` …), in order. */
  readonly channelPaths: readonly string[];
  /** The name that the case would like to have; unique names are made by `nameCases`. */
  readonly stem: string;
  /** Where the image is taken to lie; left out where that is its file's folder. */
  readonly folder?: string;
  /** Every file of a DICOM series in order, `path` being the first. */
  readonly slicePaths?: readonly string[];
}

/** A DICOM image, as `dicomImages` finds it. */
export interface DicomImage extends PairedImage {
  /** What a `mapping.csv` may call it: the folder that holds nothing else, or its first file. */
  readonly aliases: readonly string[];
}

export interface Pairing {
  readonly images: readonly PairedImage[];
  readonly masks: readonly PairedMask[];
  /** Masks without an image. */
  readonly orphanMasks: readonly string[];
  /** Masks that could belong to several images. */
  readonly ambiguous: readonly { readonly path: string; readonly choices: readonly string[] }[];
  /** Rows of mapping.csv that name a file which is not there. */
  readonly missing: readonly { readonly path: string; readonly namedBy: string }[];
}

/** One row of a `mapping.csv`, its paths relative to the folder that was added. */
export interface MappingRow {
  readonly imagePath: string;
  /** Empty where the image has no mask. */
  readonly maskPath: string;
  readonly source: string;
  readonly namedBy: string;
}

/**
 * Pairs images with masks by the conventions of the field (conventions, *Pairing images with masks*). What a
 * `mapping.csv` says comes first; then folders named for images or masks; then name endings.
 * @param paths every image file below the folder that was added, relative to it, with `/`
 */
export function pairFiles(
  paths: readonly string[],
  mapping: readonly MappingRow[] = [],
  dicom: readonly DicomImage[] = [],
): Pairing {
  const known = new Set(paths);
  const aliases = new Map(dicom.flatMap((image) => image.aliases.map((alias) => [alias, image] as const)));
  const state: State = { images: new Map(), masks: [], orphanMasks: [], ambiguous: [], missing: [] };
  const taken = applyMapping(mapping, known, aliases, state);
  for (const { aliases: _, ...image } of dicom) state.images.set(image.path, image);
  const left = paths.filter((path) => !taken.has(path) && fileKind(path) !== "nifti-data").toSorted();
  const { images, masks } = tellApart(left, dicom);
  addImages(images, masks, state);
  const index = new ImageIndex([...state.images.values()]);
  for (const mask of masks) {
    const choices = index.imagesFor(mask);
    if (choices.length === 1) state.masks.push({ path: mask.path, imagePath: choices[0]!, source: mask.source });
    else if (choices.length === 0) state.orphanMasks.push(mask.path);
    else state.ambiguous.push({ path: mask.path, choices });
  }
  return { ...state, images: [...state.images.values()] };
}

interface State {
  images: Map<string, PairedImage>;
  masks: PairedMask[];
  orphanMasks: string[];
  ambiguous: { path: string; choices: readonly string[] }[];
  missing: { path: string; namedBy: string }[];
}

/** A mask that has yet to find its image: the folders to look in, in order, and the stems its image may have. */
interface LooseMask {
  readonly path: string;
  readonly source: string;
  readonly lookIn: readonly string[];
  readonly stems: readonly string[];
  /** Set for BIDS derivatives: which image names count as a match. */
  readonly bids?: { readonly entities: ReadonlySet<string> };
}

function applyMapping(
  mapping: readonly MappingRow[],
  known: ReadonlySet<string>,
  aliases: ReadonlyMap<string, DicomImage>,
  state: State,
): Set<string> {
  const taken = new Set<string>();
  for (const named of mapping) {
    const row = { ...named, imagePath: aliases.get(named.imagePath.replace(/\/$/, ""))?.path ?? named.imagePath };
    const isSeries = row.imagePath !== named.imagePath || aliases.has(row.imagePath);
    const missing = [isSeries ? "" : row.imagePath, row.maskPath].filter((path) => path !== "" && !known.has(path));
    if (missing.length > 0) {
      state.missing.push(...missing.map((path) => ({ path, namedBy: row.namedBy })));
      continue;
    }
    taken.add(row.imagePath);
    if (!isSeries)
      state.images.set(row.imagePath, { path: row.imagePath, channelPaths: [], stem: stemOf(row.imagePath) });
    if (row.maskPath === "") continue;
    taken.add(row.maskPath);
    state.masks.push({ path: row.maskPath, imagePath: row.imagePath, source: row.source });
  }
  return taken;
}

/** Splits files into images and masks by the folders they lie in and by the endings of their names. */
function tellApart(paths: readonly string[], dicom: readonly DicomImage[]): { images: string[]; masks: LooseMask[] } {
  const stems = new Map<string, Set<string>>();
  for (const { path, folder = folderOf(path), stem } of dicom)
    stems.set(folder, (stems.get(folder) ?? new Set()).add(stem));
  const bySeriesFolder = new Map(dicom.flatMap((image) => image.aliases.map((alias) => [alias, image] as const)));
  for (const path of paths) {
    const folder = folderOf(path);
    if (!stems.has(folder)) stems.set(folder, new Set());
    stems.get(folder)!.add(stemOf(path));
  }
  const imageFolders = imageFoldersByParent(stems.keys());
  const images: string[] = [];
  const masks: LooseMask[] = [];
  for (const path of paths) {
    const mask =
      asBidsDerivative(path) ??
      asInMaskFolder(path, imageFolders) ??
      asInSeriesFolder(path, bySeriesFolder) ??
      asSuffixed(path, stems);
    if (mask) masks.push(mask);
    else images.push(path);
  }
  return { images, masks };
}

/** `masks/…/x.png`: its image is `images/…/x.png` beside `masks`, or lies in the folder that holds `masks`. */
function asInMaskFolder(path: string, imageFoldersOf: ImageFolders): LooseMask | null {
  const folders = folderOf(path).split("/");
  for (let depth = folders.length - 1; depth >= 0; depth -= 1) {
    const name = folders[depth]!;
    const role = folderRole(name);
    if (role?.role === "images") return null;
    if (role?.role !== "masks") continue;
    const parent = folders.slice(0, depth).join("/");
    const below = folders.slice(depth + 1);
    const stem = stemOf(path);
    const suffixed = maskSuffix(stem);
    const imageFolders = imageFoldersOf.get(`${parent}|${folderSplit(name)}`) ?? [];
    // MONAI Label keeps labels/final and labels/original under the image folder.
    const innerSource = below.length > 0 && imageFolders.length === 0 ? below.join("/") : role.source;
    return {
      path,
      source: suffixed && suffixed.source !== "mask" && suffixed.source !== "seg" ? suffixed.source : innerSource,
      lookIn: [
        ...imageFolders.map((folder) => joinPath(folder, ...below)),
        ...imageFolders,
        joinPath(parent, ...below),
        parent,
      ],
      stems: suffixed ? [stem, suffixed.base] : [stem],
    };
  }
  return null;
}

/** `CT/3_chest/seg.nii.gz` among the slices of a series that has the folder for itself: a mask of that series. */
function asInSeriesFolder(path: string, bySeriesFolder: ReadonlyMap<string, DicomImage>): LooseMask | null {
  const image = bySeriesFolder.get(folderOf(path));
  if (!image) return null;
  return { path, source: stemOf(path), lookIn: [image.folder ?? folderOf(image.path)], stems: [image.stem] };
}

/** The image folders below each parent, keyed by `parent|split` (`imagesTr` goes with `labelsTr`). */
type ImageFolders = ReadonlyMap<string, readonly string[]>;

function imageFoldersByParent(folders: Iterable<string>): ImageFolders {
  const found = new Map<string, Set<string>>();
  for (const folder of folders) {
    const names = folder.split("/");
    for (const [depth, name] of names.entries()) {
      if (folderRole(name)?.role !== "images") continue;
      const key = `${names.slice(0, depth).join("/")}|${folderSplit(name)}`;
      if (!found.has(key)) found.set(key, new Set());
      found.get(key)!.add(names.slice(0, depth + 1).join("/"));
    }
  }
  return new Map([...found].map(([key, set]) => [key, [...set].toSorted()]));
}

/** `x_mask.nii.gz` beside `x.nii.gz`. Only where the image is there, or nothing else explains the name. */
function asSuffixed(path: string, stems: ReadonlyMap<string, ReadonlySet<string>>): LooseMask | null {
  const suffixed = maskSuffix(stemOf(path));
  if (!suffixed) return null;
  const folder = folderOf(path);
  const inImageFolder = folder.split("/").some((name) => folderRole(name)?.role === "images");
  if (inImageFolder && !stems.get(folder)?.has(suffixed.base)) return null;
  return { path, source: suffixed.source, lookIn: [folder], stems: [suffixed.base, `${suffixed.base}_0000`] };
}

const BIDS_MASK =
  /^(?<entities>sub-[A-Za-z0-9]+(?:_[a-z]+-[A-Za-z0-9+]+)*?)(?:_(?<modality>[A-Za-z0-9]+))?(?:_desc-[A-Za-z0-9]+)?_(?:mask|dseg)$/;
const DERIVED_ENTITIES = new Set(["desc", "space", "label", "res", "den", "seg", "hemi"]);

/** `derivatives/PIPELINE/sub-01/anat/sub-01_desc-brain_mask.nii.gz`: its image is a `sub-01_*` outside of derivatives. */
function asBidsDerivative(path: string): LooseMask | null {
  const match = /^(?<root>(?:.*\/)?)derivatives\/(?<pipeline>[^/]+)\/(?<inside>.*)$/.exec(path)?.groups;
  const name = BIDS_MASK.exec(stemOf(path))?.groups;
  if (!match || !name) return null;
  const entities = name["entities"]!.split("_").filter((entity) => !DERIVED_ENTITIES.has(entity.split("-")[0]!));
  if (name["modality"]) entities.push(name["modality"]);
  const folder = joinPath(match["root"]!.replace(/\/$/, ""), folderOf(match["inside"]!));
  return { path, source: match["pipeline"]!, lookIn: [folder], stems: [], bids: { entities: new Set(entities) } };
}

const CHANNEL = /^(?<stem>.+)_(?<channel>\d{4})$/;

/** Adds the images; `x_0000`, `x_0001` … are channels of one case where that is how the folder is laid out (nnU-Net). */
function addImages(paths: readonly string[], masks: readonly LooseMask[], state: State): void {
  const maskStems = new Set(masks.flatMap((mask) => mask.stems));
  const groups = new Map<string, { path: string; channel: string }[]>();
  for (const path of paths) {
    const stem = stemOf(path);
    const parts = CHANNEL.exec(stem)?.groups;
    const isChannel =
      parts !== undefined &&
      !maskStems.has(stem) &&
      (/^images?t[rs]$/i.test(baseName(folderOf(path))) || maskStems.has(parts["stem"]!));
    if (!isChannel) {
      state.images.set(path, { path, channelPaths: [], stem });
      continue;
    }
    const key = joinPath(folderOf(path), parts["stem"]!);
    const group = groups.get(key) ?? [];
    group.push({ path, channel: parts["channel"]! });
    groups.set(key, group);
  }
  for (const [key, group] of groups) {
    const [first, ...others] = group.toSorted((a, b) => (a.channel < b.channel ? -1 : 1)).map((entry) => entry.path);
    state.images.set(first!, { path: first!, channelPaths: others, stem: baseName(key) });
  }
}

class ImageIndex {
  readonly #byFolder = new Map<string, PairedImage[]>();

  constructor(images: readonly PairedImage[]) {
    for (const image of images) {
      const folder = image.folder ?? folderOf(image.path);
      const list = this.#byFolder.get(folder);
      if (list) list.push(image);
      else this.#byFolder.set(folder, [image]);
    }
    for (const [folder, list] of this.#byFolder) this.#stems.set(folder, groupByStem(list));
  }

  readonly #stems = new Map<string, Map<string, string[]>>();

  /** Paths of the images that a mask may belong to: those of the first folder that has any. */
  imagesFor(mask: LooseMask): string[] {
    for (const folder of mask.lookIn) {
      if (mask.bids) {
        const found = (this.#byFolder.get(folder) ?? []).filter((image) =>
          hasEntities(image.stem, mask.bids!.entities),
        );
        if (found.length > 0) return found.map((image) => image.path);
        continue;
      }
      for (const stem of mask.stems) {
        const found = this.#stems.get(folder)?.get(stem);
        if (found) return found;
      }
    }
    return [];
  }
}

function groupByStem(images: readonly PairedImage[]): Map<string, string[]> {
  const stems = new Map<string, string[]>();
  for (const image of images) {
    const list = stems.get(image.stem);
    if (list) list.push(image.path);
    else stems.set(image.stem, [image.path]);
  }
  return stems;
}

function hasEntities(stem: string, entities: ReadonlySet<string>): boolean {
  const own = new Set(stem.split("_"));
  return [...entities].every((entity) => own.has(entity));
}
