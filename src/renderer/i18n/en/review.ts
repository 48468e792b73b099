import type { LabelOf, TileRow } from "#contract/commands/review.ts";
import { format } from "../format.ts";

const n = (value: number): string => format.number(value);
const masks = (value: number): string => `${n(value)} ${value === 1 ? "mask" : "masks"}`;
const labels = { accept: "accept", reject: "reject", later: "later" } as const;
const done = { accept: "Accepted", reject: "Rejected", later: "Marked for later", clear: "Cleared" } as const;

/** What a screen reader hears of a mask's state. */
function stateOf(row: TileRow): string {
  if (row.mine) return { accept: "accepted by you", reject: "rejected by you", later: "later" }[row.mine.label];
  if (row.decidedBy === "judge") return row.verdict === "accepted" ? "accepted by the judge" : "rejected by the judge";
  if (row.decidedBy === "person") return row.verdict === "accepted" ? "accepted" : "rejected";
  return "open";
}

export const review = {
  gridLabel: "Masks",
  loading: "Loading",
  judgeShort: "judge",
  group: "Review",
  groupMove: "Moving about",
  groupView: "Masks on the picture",
  /** Read after a tile's name. */
  tileState: (row: TileRow, isSaving: boolean): string =>
    [
      row.problem === null ? stateOf(row) : "",
      row.mine && row.why === "random" ? "random check" : "",
      row.mine && row.why === "spot-check" ? "spot check" : "",
      row.mine && row.disagreement ? "disagreement" : "",
      isSaving ? "saving" : "",
    ]
      .filter(Boolean)
      .join(", "),
  othersSay: (others: readonly LabelOf[]): string =>
    others.map(({ rater, label }) => `${rater}: ${labels[label]}`).join(", "),
  announceMarked: (label: keyof typeof done, nMarked: number, next: TileRow | null): string =>
    `${done[label]}${nMarked > 1 ? ` ${masks(nMarked)}` : ""}.${next ? ` ${next.case} ${next.letter}, ${stateOf(next)}.` : ""}`,
  announceUndone: (row: TileRow): string => `${row.case} ${row.letter}, ${stateOf(row)}.`,
  announceFocus: (row: TileRow): string => `${row.case} ${row.letter}, ${stateOf(row)}.`,
  undone: (count: number): string => `Undone: ${n(count)} ${count === 1 ? "label" : "labels"} taken back.`,
  notSavedTitle: "Not saved and not counted:",
  notSaved: (name: string, label: keyof typeof done, message: string, remedy: string): string =>
    `${name}, ${label}. ${message} ${remedy}`.trim(),
  notSavedMany: (count: number, label: keyof typeof done, message: string, remedy: string): string =>
    `${masks(count)}, ${label}. ${message} ${remedy}`.trim(),
  tryAgain: "Try again",
  nothingLeftHere: "Nothing left to review here.",

  order: "Order",
  orders: {
    queue: "Most useful first",
    case: "By case",
    "score-low-first": "Lowest score first",
    "last-marked": "Last marked first",
  },
  show: "Show",
  shows: {
    all: "All",
    "to-review": "To review",
    accepted: "Accepted",
    rejected: "Rejected",
    labelled: "Labelled",
  },
  source: "Source",
  class: "Class",
  disagree: "Disagree",
  filter: "Filter",
  refreshOrder: "Refresh the order",
  agreementButton: "Agreement between raters",
  overlay: "Masks on, off",
  style: "Mask style",
  outlineFill: "Outline + fill",
  outline: "Outline",
  fill: "Fill",
  tileSize: "Tile size",
  inspector: "Inspector",
  classOnOff: (name: string): string => `${name} on, off`,

  position: (index: number, count: number): string => `${n(index)} of ${n(count)}`,
  fromFile: (path: string): string => `Mask from file: ${path}`,
  fromWinnow: (source: string): string => `Mask from Winnow: ${source}`,
  selected: (count: number): string => `${n(count)} selected`,
  question: "Is this mask good enough?",
  yourDecision: "Your decision",
  savedAt: (time: string): string => `saved ${time}`,
  saving: "saving",
  readOnlyHint: "This project is open to look at only.",
  reasons: "Reasons",
  reasonsHint: "click: yes, no, not looked at",
  reasonsKeyed: "press a digit; R ends it",
  reasonStates: { open: "not looked at", yes: "yes", no: "no" },
  reasonNames: {
    "missed-part": "Missed part",
    "too-much": "Too much",
    "wrong-structure": "Wrong structure",
    "wrong-side": "Wrong side",
    "stray-islands": "Stray islands",
    holes: "Holes",
    boundary: "Boundary",
    misaligned: "Misaligned",
    artefact: "Artefact",
    "wrong-image": "Wrong image",
  },
  note: "Note",
  addNote: "Add a note",
  opinionAndWhy: "Judge’s opinion, and why you see this case",
  opinionTitle: "Judge’s opinion",
  whyTitle: "Why you saw this case",
  hidden: "Hidden until you decide",
  hiddenHint: "If you look first, it is noted with your label.",
  showOpinion: "Show",
  noJudge: "No judge yet. Label 20 to train one.",
  notScored: "The judge has not looked at this mask yet.",
  agrees: (label: keyof typeof labels): string => `Agrees with you: ${labels[label]}`,
  disagrees: (label: keyof typeof labels): string =>
    `The judge would ${label} this mask. Look again, or keep your mark.`,
  would: (label: keyof typeof labels): string => `The judge would ${label} this mask`,
  unsure: "The judge is not sure of this mask",
  chance: (pGood: number): string => `It gives this mask a ${format.percent(pGood, 0)} chance of being good.`,
  needs: (threshold: number): string =>
    `Masks need at least ${format.percent(threshold, 0)} to be accepted without you.`,
  scaleLabel: (pGood: number, threshold: number | null): string =>
    `${format.percent(pGood, 0)}${threshold === null ? "" : `, accepts above ${format.percent(threshold, 0)}`}`,
  acceptsAbove: (threshold: number): string => `accepts above ${format.percent(threshold, 0)}`,
  predictedDice: "Predicted Dice",
  whys: {
    random: { title: "Random check", text: "Drawn by lot. These labels, and only these, prove the error bound." },
    "spot-check": {
      title: "Spot check",
      text: "Drawn by lot from what the judge accepts. It shows whether the proven bound still holds.",
    },
    informative: { title: "The judge is unsure here", text: "Your answer teaches it most." },
    first: { title: "One of the first", text: "The first judge learns from these." },
    disagreement: { title: "People disagree", text: "Another person has decided otherwise." },
    later: { title: "Marked for later", text: "You put this mask off before." },
  },
  others: "Other people",
  otherSays: (label: keyof typeof labels): string => labels[label],

  project: "This project",
  judgeVersion: (version: number): string => `judge v${version}`,
  noJudgeShort: "no judge yet",
  decidedByYou: "Decided by you",
  decidedByPeople: "Decided by people",
  acceptedByJudge: "Accepted by the judge",
  rejectedByJudge: "Rejected by the judge",
  stillToReview: "Still to review",
  firstJudge: (least: number, nDone: number): string =>
    `Label ${n(least)} masks, good and bad ones, to train the first judge. ${n(nDone)} done.`,
  onlyGood: (count: number, least: number): string =>
    `All ${n(count)} labels say “good”. The judge needs bad ones too: mark at least ${n(least)}.`,
  onlyBad: (count: number, least: number): string =>
    `All ${n(count)} labels say “bad”. The judge needs good ones too: mark at least ${n(least)}.`,
  fewOfOne: (nGood: number, nBad: number, least: number): string =>
    `${n(nGood)} good, ${n(nBad)} bad so far. The judge needs at least ${n(least)} of each.`,
  readyToTrain: (count: number): string => `${n(count)} labels are enough to train the first judge.`,
  train: "Train a new version",
  goodMeans: (words: string): string => `Good means: ${words}`,

  keysNext: "Next undecided",
  keysMove: "Move",
  keysCloser: "Look closer",
  keysOverlay: "Mask on, off",
  keysFill: "Fill",
  keysZoom: "Zoom",
  keysAll: "All keys",
  selectedUndo: (count: number): string => `One undo takes all ${n(count)} back`,
  clearSelection: "Clear selection",
  tooMany: "At most 5,000 masks are marked at once. Select fewer.",

  actions: {
    accept: "Accept",
    later: "Later",
    reject: "Reject",
    clear: "Clear the label",
    next: "Next undecided",
    previousUndecided: "Previous undecided",
    left: "One to the left",
    right: "One to the right",
    up: "One up",
    down: "One down",
    home: "First mask",
    end: "Last mask",
    pageUp: "One screen up",
    pageDown: "One screen down",
    selectLeft: "Select to the left",
    selectRight: "Select to the right",
    selectUp: "Select upwards",
    selectDown: "Select downwards",
    selectAll: "Select all shown",
    lookCloser: "Look closer",
    overlay: "Masks on, off",
    style: "Outline + fill, outline",
    fillDown: "Less fill",
    fillUp: "More fill",
    zoom: "Zoom to mask",
    reasons: "Reasons by digit",
    note: "Write a note",
    opinion: "Show the judge’s opinion",
    inspector: "Inspector on, off",
    exportLabels: "Save the label log",
  },

  emptyQueueTitle: "Nothing left to review",
  emptyQueue: (all: number, byPeople: number, byJudge: number, version: number | null): string =>
    `All ${masks(all)} are decided: ${n(byPeople)} by ${byJudge === 0 ? "you" : `you, ${n(byJudge)} by judge v${version ?? ""}`}. Next: write the data set.`,
  spotChecks: (count: number): string => `Label ${n(count)} spot ${count === 1 ? "check" : "checks"}`,
  goToRelease: "Go to Release",
  showAll: "Show all",
  emptyFilterTitle: "No mask fits this filter",
  emptyFilter: (what: readonly string[]): string => `${what.join(", ")}: none.`,
  clearFilter: "Clear the filter",
  noMasksTitle: "These images have no masks yet",
  noMasks: (nImages: number): string =>
    `${n(nImages)} images, 0 masks. Add a folder of masks, or let Winnow propose some to choose from.`,
  proposeMasks: "Propose masks",
  addMasks: "Add a folder of masks",
  goToData: "Go to Data",
  failedTitle: "The list of masks could not be made",

  agreementTitle: "Agreement between raters",
  agreementText:
    "Of the masks that both have accepted or rejected. Kappa takes out the agreement that chance alone would give.",
  agreementShow: (count: number): string =>
    count === 1 ? "Show the mask where people disagree" : `Show the ${n(count)} masks where people disagree`,
  agreementNone: "No two people have marked the same mask yet.",
  agreementRaters: "Raters",
  agreementN: "Both marked",
  agreementRaw: "Agree",
  agreementKappa: "Kappa (95 % interval)",
  agreementPair: (a: string, b: string): string => `${a} and ${b}`,
  notDefined: "not defined",
};
