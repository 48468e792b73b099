import { format } from "../format.ts";

const masks = (n: number): string => `${format.number(n)} ${n === 1 ? "mask" : "masks"}`;
const checks = (n: number): string => `${format.number(n)} random ${n === 1 ? "check" : "checks"}`;
const spotChecks = (n: number): string => `${format.number(n)} spot ${n === 1 ? "check" : "checks"}`;
const labels = (n: number): string => `${format.number(n)} ${n === 1 ? "label" : "labels"}`;

/** Texts of the Judge screen. */
export const judge = {
  group: "Judge",
  version: (version: number) => `v${version}`,
  readOnly: "The project is open to look at only: nothing can be trained or changed.",
  unknown: "The judge cannot be shown",
  versionInUse: (version: number) => `Judge v${version}, in use`,
  busy: "Wait until the running work has ended.",

  statement: (n: number, of: number) => `${format.number(n)} of ${masks(of)} can be accepted without you.`,
  next: {
    release: "Next: write the data set.",
    goToRelease: "Go to Release",
    goToData: "Go to Data",
    noMasks: "There are no masks to judge yet",
    noMasksText: "Add a folder of images and masks on the Data screen. The judge learns from your marks on them.",
    firstLabels: (n: number) => `Label ${format.number(n)} masks, good and bad ones, to train the first judge`,
    firstLabelsDone: (n: number) => `${format.number(n)} done.`,
    firstLabelsText:
      "The judge is a network that learns from your marks what a good mask is. Mark a few good and a few bad ones; it judges the rest, and shows you what it is not sure of.",
    firstOpinion: "Sort them first",
    sorted: "The masks are sorted by a first opinion.",
    sortedText:
      "The masks are sorted by a first opinion, which the judge has formed from the masks alone. It accepts nothing. Mark a few good and a few bad ones: from then on it learns from you.",
    startReviewing: "Start reviewing",
    goOnReviewing: "Go on reviewing",
    oneKind: (n: number, missing: "good" | "bad") =>
      `${n === 1 ? "The one label says" : `Nearly all ${labels(n)} say`} “${missing === "bad" ? "good" : "bad"}”`,
    onlyOneKind: (n: number, missing: "good" | "bad") =>
      `${n === 1 ? "The one label says" : `All ${labels(n)} say`} “${missing === "bad" ? "good" : "bad"}”`,
    oneKindText: (n: number, missing: "good" | "bad") =>
      `The judge needs ${missing} ones too: mark at least ${format.number(n)} more.`,
    trainFirst: "Train the first judge",
    trainFirstText: (n: number, good: number, bad: number) =>
      `${labels(n)} are enough: ${format.number(good)} good, ${format.number(bad)} bad. Training takes a few minutes and can be stopped and resumed.`,
    resumeTitle: "The training was interrupted",
    resumeText: "It goes on where it stopped. Or begin anew, with all labels given since.",
    trainingFirst: (version: number) => `Training judge v${version}`,
    trainingFirstText: "You can go on marking meanwhile. Labels given now are for the next version.",
    apply: (version: number) => `Let v${version} judge the masks`,
    applyText: (version: number) => `Judge v${version} is trained, and has not judged the masks yet.`,
    applyButton: (version: number) => `Judge with v${version}`,
    applying: (version: number) => `Judge v${version} looks at the masks`,
    applyingText: "Every mask gets a chance of being good. Nothing is accepted without you until the bound is proven.",
    prove: (n: number) => `Label ${format.number(n)} more to prove the bound`,
    proveNone: (nListed: number, n: number, bound: string) =>
      `The judge is surest of ${masks(nListed)}: it would accept these first. To promise “at most ${bound} bad” of them, ${checks(n)}, drawn by lot, ${n === 1 ? "has" : "have"} to be marked. Until then nothing is accepted without you.`,
    proveShort: "The list is short: a judge trained on more labels may accept more, with hardly more checks.",
    proveSome: (done: number, needed: number, bound: string) =>
      `The judge has made no mistake on ${checks(done)}. That is not yet enough to promise “at most ${bound} bad”: with no mistakes, ${format.number(needed)} are needed. Until then nothing is accepted without you.`,
    proveBad: (done: number, bad: number, needed: number) =>
      `${format.number(bad)} of ${checks(done)} ${bad === 1 ? "was" : "were"} bad. The bound can still be proven, with ${format.number(needed)} checks in all. Until then nothing is accepted without you.`,
    proveButton: (n: number) => `Label ${format.number(n)} more`,
    proveMixed: "Checks are mixed with masks that teach the judge, so that they are looked at like any other.",
    atYourPace: (time: string) => `${time} at your pace`,
    outOfReach: (limit: string) => `With these labels, no share of masks stays below ${limit}`,
    outOfReachText: "Choose a higher limit, let the judge sort only, or label more and train a new version.",
    contradicted: "The checks say: too many are bad",
    contradictedText: (bad: number, done: number, bound: string) =>
      `${format.number(bad)} of ${checks(done)} were bad, which is more than “at most ${bound} bad” allows. Nothing is accepted without you. Choose a higher limit, or label more and train a new version. Once another version is in use, these checks teach too.`,
    alarmed: "Spot checks say: too many are bad",
    alarmedText: (bad: number, done: number, bound: string) =>
      `${format.number(bad)} of ${spotChecks(done)} ${bad === 1 ? "was" : "were"} bad, which speaks against “at most ${bound} bad”. Nothing is accepted without you any more. Train a new version and prove its list, or choose a higher limit.`,
    labelMore: "Label what teaches most",
  },

  watch: {
    promised: "Promised",
    atMost: (percent: string) => `at most ${percent} bad`,
    observed: "Observed since",
    seen: (bad: number, n: number) =>
      n === 0 ? "no spot checks yet" : `${format.number(bad)} of ${spotChecks(n)} bad`,
    button: (n: number) => `Label ${spotChecks(n)}`,
    hint: "They also come mixed into the queue, one in five, like any other mask.",
    title: "Spot checks",
    waitForOthers: "What is left waits for another person: you have seen what the judge says of these masks.",
  },

  growth: {
    button: (n: number) => `Label ${format.number(n)} more ${n === 1 ? "check" : "checks"}`,
    hint: "Drawn by lot from the longer list. If too many are bad, the list stays as it is.",
  },

  steps: {
    title: "How it works",
    done: "done",
    now: "now",
    later: "later",
    label: "Label a few",
    labelText: (n: number) => `At least ${format.number(n)}, good and bad ones. Each takes a few seconds.`,
    train: "Train the judge",
    trainText: "On this computer. It learns what you call good.",
    prove: "Prove the bound",
    proveText: "You mark random checks. They say how often the judge is wrong.",
    release: "Release",
    releaseText: "What is proven goes in, with what you accepted yourself.",
  },

  limit: {
    title: "Accept at most this share of bad masks",
    slider: "Largest share of bad masks among those accepted",
    value: (percent: string) => `at most ${percent} bad`,
    accept: (n: number) => `${format.number(n)} accept`,
    /** The first list of those that may be proven. */
    acceptFirst: (n: number) => `${format.number(n)} accept to begin with`,
    reject: (n: number) => `${format.number(n)} reject`,
    toYou: (n: number) => `${format.number(n)} to you`,
    use: "Use this limit",
    inUse: "This limit is in use.",
    proven: "Proven by the checks that are marked.",
    withdrawn: "Its proof is withdrawn: spot checks speak against it.",
    needsChecks: (n: number) => `To be proven by ${format.number(n)} more random ${n === 1 ? "check" : "checks"}.`,
    newChecks: (n: number) => `Would need ${checks(n)} of its own.`,
    outOfReach: "With these labels, no share of masks stays below this limit.",
    announced: (percent: string) => `The limit is ${percent} now. The change is recorded.`,
    orPromise: "Or promise less",
    lower: "Lower limit",
    higher: "Higher limit",
  },
  sortOnly: {
    title: "Or let it sort, not decide",
    text: "Use the judge for the order only. You decide every mask, the doubtful ones first.",
    button: "Sort only",
  },
  why: {
    title: "Why random checks?",
    text: "Cases picked because they are hard say nothing about the ordinary ones. A fair draw does.",
    button: "How the bound works",
    dialogTitle: "How the bound works",
    dialog: [
      "The judge gives every open mask a chance of being good. The surest ones are its list: what it would accept without you. Where the list ends is chosen from the labels it learned from, before any check is drawn.",
      "From that list masks are drawn by lot, with a recorded seed. You mark them without seeing what the judge thinks. They are never used to train the version that they prove.",
      "How many have to be good is fixed beforehand: with a bound of 5 in 100 and a long list, 67 checks without a bad one, or 104 with one. Counting is done at these planned numbers only, because looking after every check would make luck look like proof.",
      "If more are bad than planned, the bound is not proven, and nothing is accepted without you. A mask put off for later counts as bad until you decide it.",
      "The first list holds what the judge is surest of. Once it is proven, it can grow by about a seventh at a time: a few more checks, drawn by lot from the longer list, have to be good. If one is bad, more checks can still prove it; if too many are, the list stays as long as it was.",
      "Once it is proven and grows no more, some of the accepted masks come back in the queue, hidden among the others: spot checks, drawn on from the same lot. They are counted in batches of 20. If too many are bad for chance to explain, what was proven is withdrawn, and nothing is accepted without you until a new version is proven.",
      "The proof holds for masks like the ones in this project. It says nothing about images from elsewhere, and it is no statement about patients.",
    ],
  },

  checks: {
    title: "Random checks",
    of: (n: number, of: number) => ({ n: format.number(n), of: `of ${format.number(of)}` }),
    label: (good: number, bad: number, open: number) =>
      `${format.number(good)} good, ${format.number(bad)} bad, ${format.number(open)} still to be marked`,
    ifBad: (n: number) => `If one of the next turns out bad, ${format.number(n)} checks are needed instead.`,
    ifBadLast: "If one more turns out bad, the bound cannot be proven on this list.",
    labels: "Labels",
    labelsLabel: (good: number, bad: number, open: number) =>
      `${format.number(good)} say good, ${format.number(bad)} say bad, ${format.number(open)} to go`,
    legend: (good: number, bad: number) => `${format.number(good)} good, ${format.number(bad)} bad`,
  },

  risk: {
    title: "How many masks, at what risk",
    aside: (n: number) => `${checks(n)}, none used for training`,
    x: "Share of open cases whose best mask the judge accepts",
    limit: (percent: string) => `Your limit: ${percent}`,
    worst: (percent: string) => `Worst case (${percent} sure)`,
    measured: "Measured",
    accepted: (share: string) => `${share} of open cases accepted without you`,
    at: (worst: string, measured: string) => `worst case ${worst}, measured ${measured}`,
    none: "The curve is drawn from random checks. None is marked yet.",
    description: (worst: string, measured: string, limit: string, n: number) =>
      `Share of bad masks against the share accepted, over ${checks(n)}. At the end of the list the worst case is ${worst}, measured ${measured}; your limit is ${limit}.`,
    columns: ["Share accepted", "Measured", "Worst case"],
  },
  reliability: {
    title: "Does it know when it is right?",
    y: "Truly good, %",
    x: "Judge says “good”, %",
    none: "Shown once a version is trained.",
    description: (n: number, worst: string) =>
      `What the judge says against what is true, on ${labels(n)} that it had not seen. The largest difference is ${worst}. Points on the diagonal mean that its chances can be believed.`,
    columns: ["Judge says", "Truly good", "95 % interval", "Masks"],
  },
  training: {
    title: "Training",
    titleRunning: (version: number) => `Training judge v${version}`,
    titleOf: (version: number) => `Training of v${version}`,
    titleLoss: "Loss by round",
    progress: (done: number, total: number) => `round ${format.number(done)} of ${format.number(total)}`,
    preparing: "Reading the labelled masks.",
    loss: (left: string) => (left === "" ? "Loss." : `Loss, ${left} left.`),
    left: (time: string) => `${time} left`,
    network: (n: number, of: number, isChecked: boolean) => {
      const which = `Network ${format.number(n)} of ${format.number(of)}`;
      if (!isChecked) return `${which}. Each judges only patients that it was not taught.`;
      return n < of ? `${which}, to check it on masks it was not taught.` : `${which}, the one that is kept.`;
    },
    x: (n: number) => `Rounds of ${format.number(n)}`,
    taught: (loss: string) => `taught masks ${loss}`,
    heldOut: (loss: string) => `held-out ${loss}`,
    description: (round: number, rounds: number, loss: string) =>
      `Loss of the training by round: ${loss} after round ${format.number(round)} of ${format.number(rounds)}. Lower is better.`,
    columns: ["Network", "Round", "Loss", "Held-out"],
    none: "Loss curves appear here while a version is trained.",
    newLabels: (n: number) => `${labels(n)} since the last version.`,
    noNewLabels: "No new labels since the last version.",
    notEnough: "Too few labels to train. Label good and bad masks first.",
    train: "Train a new version",
    trainFirst: "Train",
    resume: "Resume training",
    anew: "Begin anew",
    stop: "Stop",
    stopped: "Training stopped.",
    failed: "Training failed.",
    done: (version: number) => `Judge v${version} is trained.`,
  },
  judging: {
    progress: (done: number, total: number) => `${format.number(done)} of ${masks(total)}`,
    failed: "Judging failed.",
    label: "Judging progress",
  },
  offer: {
    better: (newest: number, inUse: number, n: number) =>
      `v${newest} accepts ${format.number(n)} more ${n === 1 ? "mask" : "masks"} than v${inUse} at the same limit. Use v${newest}?`,
    noBetter: (newest: number, inUse: number) => `v${newest} is no better than v${inUse}. v${inUse} stays in use.`,
    untried: (newest: number) => `v${newest} is trained, and has not judged the masks yet. Let it judge, to compare?`,
    compare: "Compare case by case",
    tryIt: (version: number) => `Let v${version} judge`,
    proofAnew: (n: number) => `Its bound has to be proven anew, with ${checks(n)}.`,
    notNow: "Not now",
  },

  versions: {
    title: "Versions",
    compare: "Compare case by case",
    compareHint: "Two versions that have judged the masks are needed.",
    version: "Version",
    labels: "Labels",
    auc: "ROC AUC",
    brier: "Brier score",
    accepted: "Accepted alone",
    bad: "Bad among accepted",
    trained: "Trained",
    action: "Action",
    inUse: "in use",
    none: "none",
    noneYet: "none yet",
    notJudged: "not judged",
    notChecked: "no checks",
    outOf: (bad: number, n: number) => `${format.number(bad)} of ${format.number(n)}`,
    badProven: (share: string, bound: string) => `${share} (${bound})`,
    use: (version: number) => `Use v${version}`,
    used: (version: number) => `Judge v${version} is in use.`,
    useHint: "Puts it in use. Its own proof, if it has one, counts again.",
    aucHint: "How well it tells good from bad masks that it was not taught: 1 always, 0.5 by chance.",
    brierHint: "Mean squared error of its chances, on masks that it was not taught: 0 is best.",
    acceptedHint:
      "Share of the open cases whose best mask it accepts without you, once the bound is proven. A case counts once a class.",
    badHint: "Bad masks among its random checks, and the largest share that they allow.",
  },

  nextLabels: {
    title: (n: number) => `Next ${labels(n)}`,
    kinds: (informative: number, random: number, isProven: boolean) => {
      const byLot = `${format.number(random)} by lot to ${isProven ? "watch" : "prove"} the bound.`;
      if (random === 0) return `${format.number(informative)} where the judge learns most.`;
      return informative === 0
        ? byLot
        : `${format.number(informative)} where the judge learns most, ${byLot} They are shown mixed.`;
    },
    button: (n: number) => `Label these ${format.number(n)}`,
    none: (nOpen: number) =>
      nOpen === 0
        ? "Nothing left to label: every mask is decided."
        : `Nothing left that teaches the judge: ${masks(nOpen)} ${nOpen === 1 ? "is" : "are"} still open, of cases that have an accepted mask already.`,
  },

  compare: {
    title: (a: number, b: number) => `v${a} and v${b}, case by case`,
    back: "Back to Judge",
    a: "Version",
    b: "Compared with",
    summary: (a: number, b: number, more: number, fewer: number, both: number) =>
      `v${b} accepts ${masks(more)} that v${a} leaves to you, and leaves ${format.number(fewer)} to you that v${a} accepts. Both have judged ${masks(both)}.`,
    largest: "Largest differences first.",
    hidden: (n: number) =>
      n === 1
        ? "1 mask that only one of them accepts is still to be reviewed; its scores are hidden until you decide."
        : `${format.number(n)} masks that only one of them accepts are still to be reviewed; their scores are hidden until you decide.`,
    labelHidden: "Review them",
    same: "Choose two different versions.",
    none: "No mask is decided yet that both have judged.",
    mask: "Mask",
    says: (version: number) => `v${version} says good`,
    onList: "accepts",
    offList: "leaves to you",
    yourLabel: "Label",
    noLabel: "none",
    open: (name: string) => `Look closer at ${name}`,
    look: "Look closer",
    words: { accept: "accepted", reject: "rejected", later: "later" } as Readonly<Record<string, string>>,
  },

  showTable: "Show as table",
  showPlot: "Show as plot",
};
