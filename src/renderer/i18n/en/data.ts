import { format } from "../format.ts";

const n = (count: number): string => format.number(count);
const files = (count: number): string => (count === 1 ? "1 file" : `${n(count)} files`);
const masks = (count: number): string => (count === 1 ? "1 mask" : `${n(count)} masks`);
const cases = (count: number): string => (count === 1 ? "1 case" : `${n(count)} cases`);

export const data = {
  title: "Data",
  // Adding
  adding: (folder: string): string => `Adding ${folder}`,
  addingLooking: (done: number): string => `Looking for files, ${n(done)} so far.`,
  addingFiles: (nCases: number, done: number, total: number): string =>
    `${nCases > 0 ? `${cases(nCases)} so far, ` : ""}${n(done)} of ${files(total)}`,
  rate: (perSecond: number): string => `${n(perSecond)} files per second`,
  cancel: "Cancel",
  addFailed: "The folder could not be added",
  added: (nCases: number, nMasks: number): string => `${cases(nCases)} with ${masks(nMasks)}.`,
  nothingNew: (folder: string): string => `No new case or mask in ${folder}.`,
  leftOut: (errors: number, warnings: number): string =>
    `${files(errors)} left out, ${n(warnings)} kept with a warning. Nothing is dropped silently.`,
  soFar: (errors: number, warnings: number): string =>
    `So far ${files(errors)} left out, ${n(warnings)} kept with a warning.`,
  ignored: (count: number): string => `${files(count)} ${count === 1 ? "is" : "are"} neither image nor mask.`,
  // Bar
  search: "Search case, patient or file",
  show: "Show",
  all: "All",
  errors: "Left out",
  warnings: "Warnings",
  noMask: "No mask",
  source: "Source",
  anySource: "Every source",
  addMore: "Add more",
  startReviewing: "Start reviewing",
  nothingToReview: "There are no masks to review yet.",
  showFindings: "Findings",
  onlyWith: (title: string): string => `Only: ${title}`,
  clearFilter: "Clear the filter",
  // Table
  table: "Cases",
  picture: "Picture",
  case: "Case",
  patient: "Patient",
  file: "File",
  size: "Size",
  masks: "Masks",
  finding: "Finding",
  none: "None",
  noneUsable: "none usable",
  andMore: (count: number): string => `and ${n(count)} more`,
  // Findings
  findings: "Findings",
  severityError: "Left out",
  severityWarning: "Warning",
  showCases: (count: number): string => (count === 1 ? "Show the case" : `Show the ${n(count)} cases`),
  showAll: "Show all cases",
  checkAgain: "Check again",
  copyNames: "Copy file names",
  copied: (count: number): string => `${count === 1 ? "1 file name" : `${n(count)} file names`} copied.`,
  filesShown: (names: string, more: number): string => (more > 0 ? `${names} and ${n(more)} more` : names),
  noFindings: "Nothing to report. All files were read, and every mask fits its image.",
  // Nothing to show
  noImagesTitle: "No images found in this folder",
  noImagesText: "Winnow reads DICOM, NIfTI, NRRD, MetaImage, MGH, PNG, TIFF, BMP and JPEG. Choose another folder.",
  volumesTitle: (n: number): string =>
    n === 1 ? "1 file holds several volumes" : `${format.number(n)} files hold several volumes`,
  volumesText:
    "One volume of a file is the image: the one that the masks were drawn on. Choose it, for one file or for all.",
  chooseFolder: "Choose a folder",
  emptyTitle: "This project has no images yet",
  emptyText: "Drop a folder of images and masks here. Your files are read, never changed.",
  noMasksTitle: "These images have no masks yet.",
  noMasksText: "Add a folder of masks, or let Winnow propose some to choose from.",
  addMasks: "Add a folder of masks",
  proposeMasks: "Propose masks",
  addingTitle: "Reading your files",
  addingText: "The cases appear here once all files are read. You may go on working meanwhile.",
  filterEmptyTitle: "No case fits this filter",
  filterEmptyText: (all: number): string => `${cases(all)} in all.`,
};
