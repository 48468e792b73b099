export type Vector = readonly [number, number, number];

/** Where one frame lies: DICOM's patient coordinates (LPS, millimetres). */
export interface FramePlace {
  /** Centre of the first voxel. */
  readonly position: Vector;
  /** Unit vector along a row: the direction in which columns count up. */
  readonly row: Vector;
  /** Unit vector along a column: the direction in which rows count up. */
  readonly column: Vector;
}

/** How the voxels of a file are stored (PS3.3 C.7.6.3). */
export interface PixelLayout {
  readonly rows: number;
  readonly columns: number;
  readonly nFrames: number;
  readonly samples: number;
  readonly photometric: string;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
  /** Whole planes of one colour one after the other. */
  readonly isPlanar: boolean;
  /** Of the voxels in the file, in bytes; null where they are compressed. */
  readonly bytes: { readonly offset: number; readonly length: number } | null;
}

/** What the header of a DICOM file tells that Winnow needs: no name, no date, no number of a patient. */
export interface DicomHeader {
  readonly sopClass: string;
  readonly sopInstance: string;
  readonly study: string;
  readonly series: string;
  readonly frameOfReference: string | null;
  /** Series that a segmentation or a structure set is of. */
  readonly references: readonly string[];
  readonly modality: string;
  readonly seriesNumber: number | null;
  readonly seriesDescription: string;
  readonly instanceNumber: number | null;
  /** SHA-256 of what the hospital knows the patient by; null where the file does not say. */
  readonly patientHash: string | null;
  /** What tells apart several volumes of one series: echo, time point, acquisition, kind of image. */
  readonly part: string;
  readonly transferSyntax: string;
  /** Null where the file holds no voxels (a report, a plan, contours). */
  readonly pixels: PixelLayout | null;
  /** One entry a frame, in the order of the file; empty where the file does not say where they lie. */
  readonly places: readonly FramePlace[];
  /** One entry a frame, or one for all: stored value × slope + intercept. */
  readonly rescale: readonly { readonly slope: number; readonly intercept: number }[];
  /** Between columns and between rows; null where the file does not say. */
  readonly spacingMm: readonly [number, number] | null;
  readonly sliceThicknessMm: number | null;
  /** Whether text was burned into the picture, by the file's own word. */
  readonly burnedIn: "yes" | "no" | "unknown";
}

/** Storage classes (PS3.4 B.5) whose files hold pictures of a patient. */
const IMAGE_CLASSES = new Map([
  ["1.2.840.10008.5.1.4.1.1.1", "Computed Radiography"],
  ["1.2.840.10008.5.1.4.1.1.1.1", "Digital X-Ray"],
  ["1.2.840.10008.5.1.4.1.1.1.1.1", "Digital X-Ray, for processing"],
  ["1.2.840.10008.5.1.4.1.1.1.2", "Digital Mammography"],
  ["1.2.840.10008.5.1.4.1.1.1.2.1", "Digital Mammography, for processing"],
  ["1.2.840.10008.5.1.4.1.1.2", "CT"],
  ["1.2.840.10008.5.1.4.1.1.2.1", "Enhanced CT"],
  ["1.2.840.10008.5.1.4.1.1.2.2", "Legacy Converted Enhanced CT"],
  ["1.2.840.10008.5.1.4.1.1.3.1", "Ultrasound, several frames"],
  ["1.2.840.10008.5.1.4.1.1.4", "MR"],
  ["1.2.840.10008.5.1.4.1.1.4.1", "Enhanced MR"],
  ["1.2.840.10008.5.1.4.1.1.4.4", "Legacy Converted Enhanced MR"],
  ["1.2.840.10008.5.1.4.1.1.6.1", "Ultrasound"],
  ["1.2.840.10008.5.1.4.1.1.7", "Secondary Capture"],
  ["1.2.840.10008.5.1.4.1.1.7.1", "Secondary Capture, bits"],
  ["1.2.840.10008.5.1.4.1.1.7.2", "Secondary Capture, 8 bits"],
  ["1.2.840.10008.5.1.4.1.1.7.3", "Secondary Capture, 16 bits"],
  ["1.2.840.10008.5.1.4.1.1.7.4", "Secondary Capture, colour"],
  ["1.2.840.10008.5.1.4.1.1.12.1", "X-Ray Angiography"],
  ["1.2.840.10008.5.1.4.1.1.12.2", "X-Ray Fluoroscopy"],
  ["1.2.840.10008.5.1.4.1.1.13.1.3", "Breast Tomosynthesis"],
  ["1.2.840.10008.5.1.4.1.1.20", "Nuclear Medicine"],
  ["1.2.840.10008.5.1.4.1.1.77.1.1", "Endoscopy"],
  ["1.2.840.10008.5.1.4.1.1.77.1.2", "Microscopy"],
  ["1.2.840.10008.5.1.4.1.1.77.1.4", "Photography"],
  ["1.2.840.10008.5.1.4.1.1.77.1.5.1", "Ophthalmic Photography"],
  ["1.2.840.10008.5.1.4.1.1.77.1.5.4", "Ophthalmic Tomography"],
  ["1.2.840.10008.5.1.4.1.1.128", "PET"],
  ["1.2.840.10008.5.1.4.1.1.130", "Enhanced PET"],
]);
/** Segmentation, and its newer form with one number a pixel. */
const SEGMENTATION_CLASSES = new Set(["1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.66.7"]);
const STRUCTURE_SET_CLASS = "1.2.840.10008.5.1.4.1.1.481.3";

/** Storage classes of files that hold masks. */
export const MASK_CLASSES: readonly string[] = [...SEGMENTATION_CLASSES, STRUCTURE_SET_CLASS];

/** What a file is for. */
export type DicomUse = "image" | "segmentation" | "structure-set" | "other";

export function useOf({ sopClass, pixels }: Pick<DicomHeader, "sopClass" | "pixels">): DicomUse {
  if (SEGMENTATION_CLASSES.has(sopClass)) return "segmentation";
  if (sopClass === STRUCTURE_SET_CLASS) return "structure-set";
  return pixels && (sopClass === "" || IMAGE_CLASSES.has(sopClass)) ? "image" : "other";
}

/** Whether files of this kind are slices of a volume: one that does not say where it lies is odd. */
export function isOfVolume({ sopClass }: Pick<DicomHeader, "sopClass">): boolean {
  return /CT$|MR$|PET$/.test(IMAGE_CLASSES.get(sopClass) ?? "");
}

/** Whether a file ends before its voxels do, as far as its header tells. */
export function isCutShort({ pixels }: Pick<DicomHeader, "pixels">): boolean {
  if (!pixels?.bytes) return false;
  const perPixel = pixels.photometric === "YBR_FULL_422" ? 2 : pixels.samples;
  const bits = pixels.rows * pixels.columns * pixels.nFrames * perPixel * pixels.bitsAllocated;
  return pixels.bytes.length * 8 < bits;
}

/** Whether a file should hold a picture by its class. */
export function shouldHavePixels({ sopClass }: Pick<DicomHeader, "sopClass">): boolean {
  return IMAGE_CLASSES.has(sopClass);
}

/** Pictures into which machines write names: text in them has to be looked for by a person (PS3.15 E.3.1). */
export function mayHaveBurnedInText({ sopClass, burnedIn }: Pick<DicomHeader, "sopClass" | "burnedIn">): boolean {
  if (burnedIn === "yes") return true;
  const isScreen = /Ultrasound|Secondary|Endoscopy|Photography|Microscopy/.test(IMAGE_CLASSES.get(sopClass) ?? "");
  return isScreen && burnedIn !== "no";
}

/** Transfer syntaxes (PS3.5 A) whose voxels lie in the file as they are. */
const PLAIN = new Set(["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"]);

export function isPlain(transferSyntax: string): boolean {
  return PLAIN.has(transferSyntax);
}

export const BIG_ENDIAN = "1.2.840.10008.1.2.2";

/** A file of a series with what its header told. */
export interface Slice {
  readonly path: string;
  readonly header: DicomHeader;
}
