import { Scratch } from "../io/files/scratch.ts";

/** Of the image or mask that is looked at: what is kept of it is no voxels. A thread looks at one after the other. */
export const inspectionScratch = new Scratch();
