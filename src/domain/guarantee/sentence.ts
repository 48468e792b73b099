import type { Guarantee } from "#contract/guarantee.ts";
import { type ProofStage, proofStage } from "./proof-stage.ts";

/** What the words are made from: the guarantee's numbers. */
export type GuaranteeFacts = Omit<Guarantee, "reason" | "further" | "sentence">;

export type SentenceLanguage = "en" | "de";

/** The guarantee in words, in the pieces that a screen may set apart. Joined by spaces they are the sentence. */
export interface GuaranteeWords {
  /** What is promised; while nothing is proven: that nothing is accepted, and why. */
  readonly promise: string;
  /** The words of the promise that say the bound, for a screen that makes them bold; empty while nothing is proven. */
  readonly bound: string;
  /** What it was proven on; while nothing is proven: what is still to be done. */
  readonly proof: string;
  /** What the bound leaves for the masks that nobody has looked at. */
  readonly unseen: string;
  /** What spot checks have shown since the proof; empty before the first, and where it is the reason that nothing holds. */
  readonly observed: string;
  /** What more checks could add to a proven list; empty where nothing. No part of the sentence: it promises nothing. */
  readonly further: string;
}

/**
 * The guarantee in words (ui.md, *Words*): generated here alone, and shown word for word wherever it appears, on Judge,
 * Review, Release, on the command line and in the report. Never "safe" or "guaranteed": the bound is said.
 */
export function guaranteeSentence(facts: GuaranteeFacts, language: SentenceLanguage = "en"): string {
  const { promise, proof, unseen, observed } = guaranteeWords(facts, language);
  return [promise, proof, unseen, observed].filter(Boolean).join(" ");
}

/** Why nothing is proven; null once it is. */
export function guaranteeReason(facts: GuaranteeFacts, language: SentenceLanguage = "en"): string | null {
  return phrases[language].reason(proofStage(facts), facts);
}

export function guaranteeWords(facts: GuaranteeFacts, language: SentenceLanguage): GuaranteeWords {
  const say = phrases[language];
  const reason = guaranteeReason(facts, language);
  if (reason !== null) {
    const proof = facts.spot_checks.is_alarmed
      ? say.proveAnew
      : facts.n_more_needed > 0
        ? say.more(facts.n_more_needed)
        : "";
    return { promise: `${say.nothing} ${reason}`, bound: "", proof, unseen: "", observed: "", further: "" };
  }
  const bound = say.bound(facts.alpha);
  const { n_unseen: nUnseen, max_bad_unseen: maxBadUnseen } = facts;
  return {
    promise: say.promise(bound, facts.delta),
    bound,
    proof: say.proof(facts),
    unseen: nUnseen === 0 || maxBadUnseen === null ? "" : say.unseen(nUnseen, maxBadUnseen),
    observed: facts.spot_checks.n === 0 ? "" : say.observed(facts.spot_checks),
    further: facts.growth ? say.further(facts.growth.n_more_needed, facts.growth.n_automatic - facts.n_automatic) : "",
  };
}

/** One language's way of saying it. */
interface Phrases {
  readonly nothing: string;
  bound(alpha: number): string;
  promise(bound: string, delta: number): string;
  proof(facts: GuaranteeFacts): string;
  unseen(nUnseen: number, maxBad: number): string;
  observed(spotChecks: GuaranteeFacts["spot_checks"]): string;
  more(n: number): string;
  further(nChecks: number, nMasks: number): string;
  /** What to do once spot checks have withdrawn a proof. */
  readonly proveAnew: string;
  reason(stage: ProofStage, facts: GuaranteeFacts): string | null;
}

const english: Phrases = {
  nothing: "Nothing is accepted without you.",
  bound: (alpha) => `at most ${outOfHundred(alpha, "in", "en")} are bad`,
  promise: (bound, delta) =>
    `Of the masks accepted by the judge, ${bound}. We are ${percent(1 - delta, "en")} sure of this, for masks like the ones in this project.`,
  proof: ({ n_random_checks: n, n_bad: nBad, upper_bound: upperBound }) => {
    const bound = upperBound === null ? "" : `, so the true share is at most ${roundedUp(upperBound, "en")}`;
    return `Proven on ${number(n, "en")} random ${n === 1 ? "check" : "checks"}: ${number(nBad, "en")} ${nBad === 1 ? "was" : "were"} bad${bound}.`;
  },
  unseen: (n, maxBad) => {
    const most = maxBad === 0 ? "none is" : `at most ${number(maxBad, "en")} ${maxBad === 1 ? "is" : "are"}`;
    return `Of the ${number(n, "en")} ${n === 1 ? "mask" : "masks"} that nobody has looked at, ${most} bad.`;
  },
  observed: ({ n, n_bad: nBad }) =>
    `Of ${number(n, "en")} spot ${n === 1 ? "check" : "checks"} since then, ${number(nBad, "en")} ${nBad === 1 ? "was" : "were"} bad.`,
  proveAnew: "Train a new version and prove its list, or choose a higher limit.",
  more: (n) => `Mark ${number(n, "en")} more random ${n === 1 ? "check" : "checks"} to prove the bound.`,
  further: (nChecks, nMasks) =>
    `Mark ${number(nChecks, "en")} more random ${nChecks === 1 ? "check" : "checks"}: if none is bad, ${number(nMasks, "en")} more ${nMasks === 1 ? "mask is" : "masks are"} accepted.`,
  reason: (stage, { alpha, n_automatic: nAutomatic, n_random_checks: n, n_bad: nBad, spot_checks: spot }) => {
    switch (stage) {
      case "proven":
        return null;
      case "alarmed":
        return `${number(spot.n_bad, "en")} of ${number(spot.n, "en")} spot checks ${spot.n_bad === 1 ? "is" : "are"} bad: they speak against “at most ${outOfHundred(alpha, "in", "en")}”, which no longer holds.`;
      case "not-judged":
        return "This version has not judged yet.";
      case "no-list":
        return "No list of masks is good enough to be worth proving yet.";
      case "contradicted":
        return `${number(nBad, "en")} of ${number(n, "en")} random checks were bad, which is more than the bound allows.`;
      case "no-checks":
        return `${number(nAutomatic, "en")} ${nAutomatic === 1 ? "mask is" : "masks are"} ready to be accepted, but no random check of them is marked yet.`;
      case "checking":
        return `${number(n, "en")} random ${n === 1 ? "check is" : "checks are"} marked, ${number(nBad, "en")} of them bad.`;
    }
  },
};

const german: Phrases = {
  nothing: "Ohne Sie wird nichts angenommen.",
  bound: (alpha) => `sind höchstens ${outOfHundred(alpha, "von", "de")} schlecht`,
  promise: (bound, delta) =>
    `Von den Masken, die der Gutachter annimmt, ${bound}. Das gilt mit ${percent(1 - delta, "de")} Sicherheit, für Masken wie die in diesem Projekt.`,
  proof: ({ n_random_checks: n, n_bad: nBad, upper_bound: upperBound }) => {
    const bound = upperBound === null ? "" : `; der wahre Anteil ist also höchstens ${roundedUp(upperBound, "de")}`;
    return `Belegt mit ${number(n, "de")} ${n === 1 ? "Stichprobe" : "Stichproben"}: ${number(nBad, "de")} ${nBad === 1 ? "war" : "waren"} schlecht${bound}.`;
  },
  unseen: (n, maxBad) => {
    const masks = n === 1 ? "Von der einen Maske" : `Von den ${number(n, "de")} Masken`;
    const most = maxBad === 0 ? "ist keine" : `${maxBad === 1 ? "ist" : "sind"} höchstens ${number(maxBad, "de")}`;
    return `${masks}, die niemand angesehen hat, ${most} schlecht.`;
  },
  observed: ({ n, n_bad: nBad }) =>
    `Von ${number(n, "de")} ${n === 1 ? "Nachkontrolle" : "Nachkontrollen"} seitdem ${nBad === 1 ? "war" : "waren"} ${number(nBad, "de")} schlecht.`,
  proveAnew: "Trainieren Sie eine neue Version und belegen Sie deren Liste, oder wählen Sie eine höhere Grenze.",
  more: (n) =>
    `Markieren Sie ${number(n, "de")} weitere ${n === 1 ? "Stichprobe" : "Stichproben"}, um die Grenze zu belegen.`,
  further: (nChecks, nMasks) =>
    `Markieren Sie ${number(nChecks, "de")} weitere ${nChecks === 1 ? "Stichprobe" : "Stichproben"}: Ist keine schlecht, ${nMasks === 1 ? "wird eine weitere Maske" : `werden ${number(nMasks, "de")} weitere Masken`} angenommen.`,
  reason: (stage, { alpha, n_automatic: nAutomatic, n_random_checks: n, n_bad: nBad, spot_checks: spot }) => {
    switch (stage) {
      case "proven":
        return null;
      case "alarmed":
        return `${number(spot.n_bad, "de")} von ${number(spot.n, "de")} Nachkontrollen ${spot.n_bad === 1 ? "ist" : "sind"} schlecht: Sie sprechen gegen „höchstens ${outOfHundred(alpha, "von", "de")}“, das gilt nun nicht mehr.`;
      case "not-judged":
        return "Diese Version hat noch nicht geurteilt.";
      case "no-list":
        return "Noch keine Liste von Masken ist gut genug, um sie zu belegen.";
      case "contradicted":
        return `${number(nBad, "de")} von ${number(n, "de")} Stichproben waren schlecht, mehr als die Grenze erlaubt.`;
      case "no-checks":
        return `${number(nAutomatic, "de")} ${nAutomatic === 1 ? "Maske kann" : "Masken können"} angenommen werden, aber noch keine Stichprobe davon ist markiert.`;
      case "checking":
        return `${number(n, "de")} ${n === 1 ? "Stichprobe ist" : "Stichproben sind"} markiert, ${number(nBad, "de")} davon schlecht.`;
    }
  },
};

const phrases: Readonly<Record<SentenceLanguage, Phrases>> = { en: english, de: german };

/** 0.05 → "5 in 100", 0.005 → "5 in 1,000". */
function outOfHundred(share: number, word: string, language: SentenceLanguage): string {
  const inHundred = share * 100;
  if (Math.abs(inHundred - Math.round(inHundred)) < 1e-9) return `${Math.round(inHundred)} ${word} 100`;
  return `${number(Number((share * 1000).toFixed(2)), language)} ${word} ${number(1000, language)}`;
}

function percent(share: number, language: SentenceLanguage): string {
  return `${number(Number((share * 100).toFixed(2)), language)} %`;
}

/** A bound is rounded up, never down. */
function roundedUp(share: number, language: SentenceLanguage): string {
  const value = Math.ceil(share * 1000 - 1e-9) / 10;
  return `${value.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} %`;
}

function number(value: number, language: SentenceLanguage): string {
  return value.toLocaleString(language);
}
