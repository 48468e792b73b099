import { format } from "../format.ts";

const cases = (n: number): string => `${format.number(n)} ${n === 1 ? "case" : "cases"}`;
const masks = (n: number): string => `${format.number(n)} ${n === 1 ? "mask" : "masks"}`;
const files = (n: number): string => `${format.number(n)} ${n === 1 ? "file" : "files"}`;

/** Texts of the Release screen. */
export const release = {
  group: "Release",
  readOnly: "The project is open to look at only: no release can be written from it.",
  unknown: "The release cannot be prepared",
  statement: (n: number) => `${cases(n)} ${n === 1 ? "goes" : "go"} into this release`,
  nothing: "Nothing can be released yet",
  nothingText:
    "No mask is accepted. Accept masks yourself on the Review screen, or prove the judge’s bound, so that it may accept them.",
  goToReview: "Go to Review",
  goToJudge: "Go to Judge",
  /** `isOneEach`: as many masks as cases, because the project has one class. */
  byBoth: (n: number, isOneEach: boolean, byPerson: number, byJudge: number, version: string) =>
    `${isOneEach ? "One accepted mask for each" : `${masks(n)}, at most one of each class a case`}: ${format.number(byPerson)} accepted by a person, ${format.number(byJudge)} by judge ${version}.`,
  byPersonOnly: (n: number, isOneEach: boolean) =>
    `${isOneEach ? "One mask for each" : `${masks(n)}, at most one of each class a case`}, all accepted by a person.`,
  noBound: "Nothing goes in that nobody has looked at.",

  goesIn: "Goes in",
  staysOut: "Stays out",
  seeThese: "See these cases",
  byPerson: "Accepted by a person",
  byJudge: (version: string) => `Accepted by judge ${version}`,
  byPersonNote: "Of two good masks the higher score goes in.",
  byJudgeNote: (p: string) => `Chance of being good at least ${p}.`,
  reasons: {
    "to-review": { name: "Still to review", text: "No mask accepted yet.", link: "Review them now" },
    "all-rejected": { name: "All masks rejected", text: "No usable mask.", link: "Look again" },
    later: { name: "Put off for later", text: "", link: "Decide them now" },
    "not-every-class": {
      name: "A class is open",
      text: "What is not annotated is not background.",
      link: "Review them now",
    },
    "other-channels": { name: "Other channels", text: "Their images have other channels than most.", link: "See them" },
    "no-volume": { name: "Pictures", text: "This layout holds volumes.", link: "See them" },
    "no-dicom": { name: "Not DICOM", text: "A DICOM segmentation refers to DICOM images.", link: "See them" },
    "no-mask": { name: "Without a mask", text: "No mask was added for them.", link: "See data" },
    "left-out-when-added": {
      name: "Left out when added",
      text: "Damaged or mismatched files.",
      link: "See findings",
    },
  },
  nothingStaysOut: "Nothing stays out.",
  columns: ["What", "How many", "Why"],

  inside: "A look inside",
  drawnByLot: (n: number) => `${format.number(n)} drawn by lot`,
  insideLabel: (n: number) => `${format.number(n)} masks of this release, drawn by lot, on their images`,

  layout: "Layout",
  layouts: {
    nnunet: { name: "nnU-Net", text: "imagesTr, labelsTr, dataset.json" },
    flat: { name: "Flat folder", text: "One folder, images and masks side by side" },
    msd: { name: "MSD", text: "Medical Segmentation Decathlon: imagesTr, labelsTr, dataset.json" },
    bids: { name: "BIDS", text: "Images as raw data, masks as derivatives of Winnow" },
    "dicom-seg": { name: "DICOM SEG", text: "Segmentation objects that refer to their images" },
  },
  comesLater: "Comes with a later version of Winnow.",
  format: "File format",
  formats: { nifti: "NIfTI", png: "PNG", "dicom-seg": "DICOM SEG" },

  imageKind: "Kind of image",
  imageKindHint: "As BIDS calls it: T1w, T2w, FLAIR, … For images whose names do not say it.",
  imageKindWrong: "Letters and digits only, 20 at most.",
  nameRaters: "Name the people who reviewed in the data card",
  errorMaps: "Error maps beside the masks",
  errorMapsHint: (time: string) =>
    `Where the judge expects each mask to be wrong, as NIfTI in per cent. Its opinion, and no measurement. Takes ${time} longer.`,
  errorMapsNoJudge: "They are the opinion of a judge, and none is in use yet.",

  written: "What will be written",
  fileNotes: {
    "README.md": "data card",
    "error_maps/": "where masks are probably wrong",
    "rejected.csv": "what stays out, and why",
    "splits.csv": "folds by subject",
    "splits_final.json": "folds by subject",
    "winnow-manifest.json": "every file with its fingerprint",
  } as Readonly<Record<string, string>>,
  about: (size: string) => `about ${size}`,
  files,
  to: "To",
  proposed: "Proposed. You are asked where to put it before anything is written.",
  choose: "Choose a folder",
  change: "Change",
  free: (size: string) => `${size} free.`,

  checks: "Checks",
  checkCounts: (passed: number, warnings: number, failed: number, atTheEnd: number) =>
    [
      `${format.number(passed)} passed`,
      warnings > 0 ? `${format.number(warnings)} ${warnings === 1 ? "warning" : "warnings"}` : "",
      failed > 0 ? `${format.number(failed)} failed` : "",
      atTheEnd > 0 ? `${format.number(atTheEnd)} at the end` : "",
    ]
      .filter(Boolean)
      .join(", "),
  states: { passed: "Passed", warning: "Warning", failed: "Failed", "at-the-end": "At the end" },
  checkNames: {
    fingerprints: "Every image matches its recorded fingerprint",
    grids: "Image and mask have the same grid",
    labels: "Label values are as the layout wants them",
    split: "No patient in both training and test",
    names: "Free text in image files is cleared",
    "drawn-text": "No picture that names may be drawn into",
    "image-kind": "Names say what kind of image it is",
    "near-copies": "No nearly equal images",
    bound: "Error bound is proven",
    "read-back": "Files read back after writing",
    target: "The folder is new and there is room",
  },

  checkSubjects: {
    fingerprints: "Fingerprints of the images",
    grids: "Grids of image and mask",
    labels: "Label values",
    split: "Patients in training and test",
    names: "Free text in image files",
    "drawn-text": "Names drawn into pictures",
    "image-kind": "Kind of image in the names",
    "near-copies": "Nearly equal images",
    bound: "Error bound",
    "read-back": "Files read back after writing",
    target: "The folder to write to",
  },

  writing: (n: number) => `Writing release ${format.number(n)}`,
  ready: (n: number) => `Release ${format.number(n)}`,
  soFar: (done: number, total: number) => `${format.number(done)} of ${format.number(total)}`,
  mapsSoFar: (done: number, total: number) => `Error maps: ${format.number(done)} of ${format.number(total)}`,
  left: (time: string) => `${time} left`,
  write: "Write release",
  writeHint: "Nothing to write yet.",
  blocked: "A check has failed: see Checks.",
  cancel: "Cancel",
  cancelNote: "Cancel leaves no half-written release.",
  cancelled: "Cancelled. Nothing was written.",
  readyNote: "Every file is read back and compared after writing. Your images are never changed.",
  progress: "Writing progress",
  failed: "The release was not written.",
  done: (n: number, nCases: number, nMasks: number) =>
    `Release ${format.number(n)} is written and read back: ${cases(nCases)} with ${masks(nMasks)}, all files match.`,
  errorMapsDone: (n: number) =>
    `${format.number(n)} error ${n === 1 ? "map" : "maps"}: the judge’s opinion, and no measurement.`,
  errorMapsMissing: (n: number) => `Of ${masks(n)} no error map could be made: the manifest says why.`,
  namesNote:
    "Names of cases come from the names of files and folders, of DICOM also from those of series and segments: look at them before you share the release.",
  openFolder: "Open folder",
  copyPath: "Copy the path",
  another: "Write another",

  report: "Report",
  reportAside: "for your records or a paper",
  reportText: "What went in, who decided, the error bound and how it was proven, judge version, every fingerprint.",
  saveReport: "Save report",
  openReport: "Open report",
  savingReport: "Writing the report.",
  reportSaved: "The report is written.",
  replaceTitle: "A file of this name is there already",
  replaceText: (name: string) => `${name} and all that is in it will be replaced by the new report.`,
  replaceIt: "Replace it",
  keepIt: "Keep it",
  copyMethods: "Copy methods paragraph",
  copied: "Copied.",

  earlier: "Earlier releases",
  release: (n: number) => `Release ${format.number(n)}`,
  open: (name: string) => `Open folder of ${name}`,
};
