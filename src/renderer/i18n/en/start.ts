import { format } from "../format.ts";

export const start = {
  statement: "Turn doubtful masks into a data set you can trust",
  lead: "You accept or reject a few masks. Winnow learns from you, decides the clear ones, and tells you how often it may be wrong.",
  dropTitle: "Drop a folder of images and masks here",
  chooseTitle: "Choose a folder of images and masks",
  dropText: "Or a Winnow project. Your files are read, never changed.",
  chooseFolder: "Choose a folder",
  openProject: "Open a project",
  formats: "DICOM, NIfTI, NRRD, MetaImage, PNG, TIFF, JPEG. nnU-Net, MSD and BIDS folders are recognised.",
  sampleTitle: "Try the sample",
  sampleText: "176 microscope images with good and bad masks. About five minutes from first mark to release.",
  openSample: "Open the sample",
  recent: "Recent projects",
  noRecent: "Projects that you open appear here.",
  toReview: (n: number, all: number): string => `${format.number(n)} of ${format.number(all)} to review`,
  noMasks: "No masks yet",
  notFound: (path: string): string => `Not found at ${path}. Is the drive connected?`,
  findIt: "Find it",
  remove: "Remove from list",
  meter: (accepted: number, rejected: number, toReview: number): string =>
    `${format.number(accepted)} accepted, ${format.number(rejected)} rejected, ${format.number(toReview)} to review`,
  reviewedBy: "Labels are given in the name of",
};
