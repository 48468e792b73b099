import { escapeHtml } from "#domain/text/html.ts";
import type { LoopReport } from "./loop.ts";
import type { AdagssSettings, Arm, SetReport } from "./experiments.ts";
import { barPlot, effortWords, linePlot, PLOT_STYLE } from "./plots.ts";

const SET_WORDS: Readonly<Record<string, string>> = {
  nuclei:
    "Fluorescence and histology pictures of nuclei (DSB 2018), masks by the standard recipes; good: Dice of at least 0.8.",
  cxr: "Chest radiographs, both lungs together, 34 patients. The standard recipes as somebody would set them on the recipe page: dark object, CLAHE, the two largest parts (as they come, they take the body for the object: 3 of 348 masks reach a Dice of 0.8). Good: Dice of at least 0.7, which is as much as grey values give here.",
  hippo:
    "Two slices each of the hippocampus volumes, with three spoiled copies of the true mask each; good: Dice of at least 0.75. Masks that are spoiled from the truth agree with each other where they are right: easier to judge than what methods make.",
};

const ARM_WORDS: Readonly<Record<Arm["name"], string>> = {
  all: "all automatic masks",
  random: "a random subset",
  accepted: "what the judge accepted",
  oracle: "what an oracle accepts",
  true: "the true masks",
};

/** The report of the experiment as one HTML page that needs nothing else. */
export function reportPage(
  sets: readonly SetReport[],
  loops: readonly LoopReport[],
  machine: Readonly<Record<string, string | number>>,
): string {
  const about = `${escapeHtml(String(machine["cpu"]))}, ${machine["cores"]} cores, ${machine["date"]}.`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>The ADAGSS experiment</title><style>${PLOT_STYLE}</style></head>
<body><h1>The ADAGSS experiment</h1>
<p>Palladino, Maris and Fiorini (2020) claim that judging masks takes fewer labels than drawing them, and that a segmenter gets better on the masks that a judge accepts. Both are tested here with the product's own proposers, judge and U-Net; the figures are of our toy setting, and their direction is what can be compared. ${about}</p>
${outcome(sets)}
${[...Map.groupBy(loops, ({ set }) => set).values()].map(loopSection).join("\n")}
${sets.map(setSection).join("\n")}
<footer>Written by <code>npm run bench:adagss</code>. Research use only. Not for diagnosis.</footer></body></html>
`;
}

/** What the figures say of the two claims, set by set. */
function outcome(sets: readonly SetReport[]): string {
  const efficiency = sets.map(({ set, efficiency: points }) => {
    const first = points.find((point) => point.unetDice !== null);
    const last = points.findLast((point) => point.judgeAuc !== null);
    return first && last
      ? `${escapeHtml(set)}: ${effortWords(last.judgeHours)} of clicks (${last.n}) give a judge with a ROC AUC of ${figure(last.judgeAuc!)}; ${effortWords(first.unetHours)} of drawing (${first.n} masks) a U-Net with a Dice of ${figure(first.unetDice!)}`
      : "";
  });
  const benefit = sets.map(({ set, benefit: { overRandom, overAll } }) => {
    if (!overRandom || !overAll) return "";
    const holds = overRandom.low > 0 && overAll.low > 0;
    return `${escapeHtml(set)}: ${signed(overRandom.mean)} over a random choice, ${signed(overAll.mean)} over all masks; the claim ${holds ? "holds" : "is not shown"}`;
  });
  return `<section><h2>What came out</h2>
<p><b>Label efficiency.</b> ${efficiency.filter(Boolean).join(". ")}. Label for label the two curves cannot be compared (one is the order of masks, the other an overlap); what is cheaper is a label: a click for a drawing. A small U-Net learns much from few drawn masks, so the saving is in hours, not in precision.</p>
<p><b>Filtering benefit.</b> ${benefit.filter(Boolean).join(". ")}.</p></section>`;
}

function loopSection(loops: readonly LoopReport[]): string {
  const [{ set, nSolvable }] = loops as [LoopReport];
  const rows = loops.map((loop) => [
    String(loop.seed),
    `${loop.nTeaching} + ${loop.nChecks} of ${loop.labels}`,
    loop.nFailed === undefined ? "–" : String(loop.nFailed),
    `${loop.nUnseen} (${loop.badUnseen} bad)`,
    loop.meanOfUnseen === null ? "–" : figure(loop.meanOfUnseen),
    figure(loop.meanOfAll),
    loop.gain === null ? "–" : signed(loop.gain),
    percent(loop.solvableReleased),
    percent(loop.solvableByOracle),
    escapeHtml(loop.guarantee.sentence),
  ]);
  return `<section><h2>From bare pictures to a release: ${escapeHtml(set)}</h2>
<p>The recipes propose, a person who always knows marks what Winnow asks, and what is proven is released. ${nSolvable} cases have a good mask. The quality network has not seen these pictures.</p>
${table(rows, ["seed", "labels: teach + checks", "proofs failed", "released unseen", "their mean Dice", "of all masks, per case", "gain", "solvable cases released", "by an oracle's threshold", "promise"])}</section>`;
}

function setSection(report: SetReport): string {
  const { efficiency, arms, controls, benefit } = report;
  const judge = efficiency.flatMap((point) =>
    point.judgeAuc === null ? [] : [{ x: point.judgeHours, y: point.judgeAuc }],
  );
  const unet = efficiency.flatMap((point) =>
    point.unetDice === null ? [] : [{ x: point.unetHours, y: point.unetDice }],
  );
  const difference = (value: SetReport["benefit"]["overAll"]): string =>
    value ? `${signed(value.mean)} (${signed(value.low)} to ${signed(value.high)})` : "–";
  return `<section><h2>${escapeHtml(report.set)}</h2>
<p>${SET_WORDS[report.set] ?? ""} ${report.nCases} cases, ${report.nMasks} masks, ${percent(report.goodShare)} good; ${percent(report.solvable)} of the cases have a good one. ${settingsWords(report.settings)}${report.note ? ` <b>${escapeHtml(report.note)}</b>` : ""}</p>
<h3>Label efficiency</h3>
${linePlot(
  [
    { name: "judge: ROC AUC", points: judge },
    { name: "U-Net, drawn masks: Dice", points: unet },
  ],
  "hours of a person's work (logarithmic)",
)}
${table(
  efficiency.map((point) => [
    String(point.n),
    point.judgeAuc === null
      ? "–"
      : `${figure(point.judgeAuc)} / ${figure(point.balancedAccuracy!)} after ${effortWords(point.judgeHours)}`,
    point.unetDice === null
      ? "not so many pictures"
      : `${figure(point.unetDice)} after ${effortWords(point.unetHours)}`,
  ]),
  ["labels", "judge: ROC AUC / balanced accuracy", "U-Net on as many drawn masks: Dice"],
)}
<h3>Filtering benefit</h3>
${barPlot(arms.map((arm) => ({ name: ARM_WORDS[arm.name], value: arm.mean, low: arm.interval?.low ?? arm.mean, high: arm.interval?.high ?? arm.mean })))}
${table(
  arms.map((arm) => [
    ARM_WORDS[arm.name],
    String(arm.nExamples),
    figure(arm.meanTrueDice),
    `${figure(arm.mean)} (${figure(arm.interval?.low ?? arm.mean)} to ${figure(arm.interval?.high ?? arm.mean)})`,
    arm.bySeed.map(figure).join(", "),
  ]),
  ["U-Net taught on", "masks", "their true Dice", "test Dice (95 %)", "seeds"],
)}
<p>Accepted minus random ${difference(benefit.overRandom)}; accepted minus all ${difference(benefit.overAll)} (paired, 95 %, subjects resampled).</p>
<h3>Controls</h3>
${table([
  ["shuffled labels: cross-fitted ROC AUC (0.5 expected)", controls.shuffledAuc.map(figure).join(", ")],
  [
    "true mask on its own picture against another one's: ROC AUC",
    controls.swappedAuc === null ? "–" : figure(controls.swappedAuc),
  ],
  [
    "mean score of the true mask grown by pixels",
    controls.grown.map(({ pixels, meanScore }) => `${pixels}: ${figure(meanScore)}`).join(", "),
  ],
  ["falls at every step", controls.isMonotone ? "yes" : "no"],
])}
<h3>Sources</h3>
${table(
  report.sources
    .toSorted((a, b) => b.meanDice - a.meanDice)
    .map(({ source, meanDice, goodShare }) => [source, figure(meanDice), percent(goodShare)]),
  ["source", "mean Dice", "good"],
)}
</section>`;
}

function settingsWords(settings: AdagssSettings): string {
  const { judgeSeeds, unetSeeds, steps, clickSeconds, maskSeconds, filterLabels } = settings;
  return `Judge: ${judgeSeeds} draw(s) of labels; U-Net: ${unetSeeds} seeds, ${steps} steps of 8 patches; ${clickSeconds} s a click, ${maskSeconds} s a drawn mask; the judge of the filtering experiment has ${filterLabels} labels.`;
}

function table(rows: readonly (readonly string[])[], head?: readonly string[]): string {
  const row = (cells: readonly string[], tag: "th" | "td"): string =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
  return `<table>${head ? row(head, "th") : ""}${rows.map((cells) => row(cells, "td")).join("")}</table>`;
}

function figure(value: number): string {
  return value.toFixed(3);
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
}

function percent(value: number): string {
  return `${Math.round(100 * value)} %`;
}
