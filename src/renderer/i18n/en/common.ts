import { format } from "../format.ts";

/** Texts of the window itself, and those that several screens share. */
export const common = {
  winnow: "Winnow",
  data: "Data",
  review: "Review",
  judge: "Judge",
  release: "Release",
  researchOnly: "Research use only. Not for diagnosis.",
  offline: "Nothing leaves this computer",
  cancel: "Cancel",
  close: "Close",
  accept: "Accept",
  reject: "Reject",
  later: "Later",
  clear: "Clear",
  accepted: "Accepted",
  rejected: "Rejected",
  open: "open",
  undo: "Undo",
  redo: "Redo",
  none: "None",
  all: "All",
  tryAgain: "Try again",
  checkAgain: "Check again",
  loading: "Loading",
  goOn: "Continue",

  // Top bar
  stages: "Steps",
  projectMenu: (name: string): string => `Project ${name}`,
  nCases: (n: number): string => `${format.number(n)} ${n === 1 ? "case" : "cases"}`,
  nToReview: (n: number): string => `${format.number(n)} to review`,
  judgeVersion: (version: number): string => `v${version}`,
  commands: "Commands",
  help: "Keys",
  settings: "Settings",
  toStart: "Close project",
  openProject: "Open a project",
  addFolder: "Add a folder",
  saveCopy: "Save a copy",
  copySaved: (path: string): string => `A copy is saved at ${path}.`,
  sideFiles: "Files beside the project that begin with its name belong to it while it is open.",
  readOnly: "Read-only",
  readOnlyHint: "You can look, but not mark: the project is opened for reading.",

  // Groups of actions, as palette and key help list them
  groupGo: "Go to",
  groupProject: "Project",
  groupEdit: "Edit",
  groupWindow: "Window",
  goData: "Go to Data",
  goReview: "Go to Review",
  goJudge: "Go to Judge",
  goRelease: "Go to Release",
  goPropose: "Propose masks",
  nextRegion: "Next part of the window",
  previousRegion: "Part of the window before",
  toggleTheme: "Dark or light",
  toggleDim: "Dim everything but the images",

  // Status bar
  jobs: {
    add: (subject: string): string => `Adding ${subject}`,
    mend: "Mending masks",
    volumes: "Reading the chosen volumes",
    propose: "Proposing masks",
    train: "Training the judge",
    judge: "The judge is looking at all masks",
    release: "Writing the release",
    report: "Writing the report",
    labels: "Writing the labels",
    check: "Checking the project",
  },
  round: (what: string, done: number, total: number): string =>
    `${what}, round ${format.number(done)} of ${format.number(total)}`,
  timeLeft: (seconds: number): string => `${format.timeLeft(seconds)} left`,
  soFar: (done: number, total: number): string => `${format.number(done)} of ${format.number(total)}`,
  stop: (what: string): string => `Cancel: ${what}`,
  noJobs: "No jobs running",
  engineReady: "Engine ready",
  engineRestarted: (at: number): string => `Engine restarted ${format.clock(at).slice(0, 5)}`,
  labelsSaved: (n: number, at: number): string =>
    n === 1 ? `1 label saved, ${format.clock(at)}` : `All ${format.number(n)} labels saved, ${format.clock(at)}`,
  noLabels: "No labels yet",
  version: (version: string): string => `Version ${version}`,

  // Notices
  engineTitle: "The engine stopped and was started again.",
  engineText: (reason: string, nLabels: number, isResuming: boolean): string =>
    `${reason} ${nLabels === 1 ? "The label is" : `All ${format.number(nLabels)} labels are`} saved.${isResuming ? " The work goes on where it was." : ""}`,
  undone: (what: string): string => `Undone: ${what}.`,

  // The core is away
  lostTitle: "Getting your project back",
  lostText: "The program behind this window stopped. It is being started again. All acknowledged labels are on disk.",
  cannotStart: "Winnow has stopped",
  lostForGood:
    "The program behind this window stopped several times and is not started again. All acknowledged labels are on disk. Close Winnow and open it again.",
  aFewSeconds: "a few seconds",
  isBack: "Your project is back.",
  connecting: "Opening Winnow",

  // Faults
  screenFault: "This screen has stopped",
  screenFaultText: "A fault in Winnow. Nothing that was acknowledged is lost. The other screens still work.",
  reloadScreen: "Show it again",

  // Rater
  raterTitle: "Who is reviewing?",
  raterText: "Each label carries the name of the person who gave it. It stays on this computer and in the project.",
  raterName: "Your name",
  raterMissing: "Write a name first.",

  // Palette and key help
  paletteField: "Find a command or a case",
  paletteEmpty: "Nothing is called that.",
  cases: "Cases",
  keysTitle: "Keys",
  keysText: "Keys do nothing while you type in a text field. Change them in Settings.",

  // Settings
  you: "You",
  look: "Look",
  theme: "Theme",
  themeDark: "Dark",
  themeLight: "Light",
  themeSystem: "As the system",
  dim: "Dim everything but the images (for reading rooms)",
  language: "Language",
  languageSystem: "As the system",
  thisProject: "This project",
  goodMeans: "Good means",
  goodMeansHint: "Shown to everybody who reviews. For example: Dice of at least 0.85 to what you would draw.",
  alpha: "At most this share of the masks accepted by the judge may be bad",
  delta: "How sure the statement has to be",
  inHundred: (share: number): string => format.share(share),
  convention: "Orientation: radiological. The patient's right is on the left of the picture.",
  keys: "Keys",
  changeKey: (action: string): string => `Change the key of: ${action}`,
  pressKey: "Press a key",
  keyTaken: (key: string, action: string): string => `${key} belongs to “${action}”. Press another key.`,
  keyNotPossible: (key: string): string => `${key} moves the focus or closes things, and stays so. Press another key.`,
  standardKey: "As it was",
  standardKeys: "All keys as they were",

  // Files
  filesTitle: {
    folder: "Choose a folder",
    project: "Open a project",
    saveProject: "Where the project file goes",
    saveRelease: "Where the release goes",
    saveReport: "Where the report goes",
    saveLabels: "Where the labels go",
  },
  parentFolder: "One folder up",
  fileName: "File name",
  nImagesHere: (n: number): string =>
    n === 0
      ? "No images directly in this folder"
      : `${format.number(n)} ${n === 1 ? "image" : "images"} in this folder`,
  nothingHere: "This folder holds no folders and no projects.",
  chooseThis: "Choose this folder",
  saveHere: "Save here",

  // Opening
  inUseTitle: "The project is open elsewhere",
  inUseText: (message: string): string => `${message} You can look, but not mark.`,
  openToLook: "Open to look",
  cannotOpen: "The project cannot be opened",
  movedTitle: "The images have moved",
  movedText: (n: number, folder: string): string =>
    `${n === 1 ? "1 image is" : `${format.number(n)} images are`} no longer in ${folder}. Labels are safe. Show Winnow where the images are now.`,
  findFolder: "Find the folder",
  newTitle: "A new project",
  newText: "Your images stay where they are and are never changed. What you decide goes into one file:",
  newFolder: "Images",
  newFile: "Project file",
  change: "Change",
  create: "Create the project",
  fileExists: "There is a project of this name already; the folder is added to it.",
  dropHere: "Drop to add this folder to the project",
  dropNotPossible: "A browser does not say where dropped files lie. Choose the folder instead.",
};
