import type { VoxelType } from "../volume/decode-voxels.ts";

/** A voxel type of NIfTI that is read. */
export interface Datatype {
  readonly name: VoxelType;
  readonly bytes: number;
  readonly refusal?: undefined;
}

/** A voxel type that is not read, and why. */
export interface RefusedDatatype {
  readonly name: string;
  readonly bytes: number;
  readonly refusal: string;
}

const COMPLEX = "It holds complex numbers, and Winnow cannot tell which part (magnitude, phase) is the picture.";
const COLOUR = "It holds colour voxels; Winnow reads grey volumes.";

/** Voxel types of NIfTI (nifti1.h, DT_*), and how Winnow takes them. */
export const datatypes: ReadonlyMap<number, Datatype | RefusedDatatype> = new Map<number, Datatype | RefusedDatatype>([
  [2, { name: "uint8", bytes: 1 }],
  [4, { name: "int16", bytes: 2 }],
  [8, { name: "int32", bytes: 4 }],
  [16, { name: "float32", bytes: 4 }],
  [32, { name: "complex64", bytes: 8, refusal: COMPLEX }],
  [64, { name: "float64", bytes: 8 }],
  [128, { name: "rgb24", bytes: 3, refusal: COLOUR }],
  [256, { name: "int8", bytes: 1 }],
  [512, { name: "uint16", bytes: 2 }],
  [768, { name: "uint32", bytes: 4 }],
  [1024, { name: "int64", bytes: 8 }],
  [1280, { name: "uint64", bytes: 8 }],
  [1536, { name: "float128", bytes: 16, refusal: "It holds 128-bit floats, which are not the same on every machine." }],
  [1792, { name: "complex128", bytes: 16, refusal: COMPLEX }],
  [2048, { name: "complex256", bytes: 32, refusal: COMPLEX }],
  [2304, { name: "rgba32", bytes: 4, refusal: COLOUR }],
]);
