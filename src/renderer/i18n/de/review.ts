import type { LabelOf, TileRow } from "#contract/commands/review.ts";
import type { review as english } from "../en/review.ts";
import { format } from "../format.ts";

const n = (value: number): string => format.number(value);
const masks = (value: number): string => `${n(value)} ${value === 1 ? "Maske" : "Masken"}`;
const labels = { accept: "annehmen", reject: "ablehnen", later: "später" } as const;
const done = { accept: "Angenommen", reject: "Abgelehnt", later: "Für später", clear: "Geleert" } as const;

function stateOf(row: TileRow): string {
  if (row.mine) {
    return { accept: "von Ihnen angenommen", reject: "von Ihnen abgelehnt", later: "später" }[row.mine.label];
  }
  if (row.decidedBy === "judge") {
    return row.verdict === "accepted" ? "vom Gutachter angenommen" : "vom Gutachter abgelehnt";
  }
  if (row.decidedBy === "person") return row.verdict === "accepted" ? "angenommen" : "abgelehnt";
  return "offen";
}

export const review: typeof english = {
  gridLabel: "Masken",
  loading: "Wird geladen",
  judgeShort: "Gutachter",
  group: "Prüfen",
  groupMove: "Bewegen",
  groupView: "Masken im Bild",
  tileState: (row: TileRow, isSaving: boolean): string =>
    [
      row.problem === null ? stateOf(row) : "",
      row.mine && row.why === "random" ? "Stichprobe" : "",
      row.mine && row.why === "spot-check" ? "Nachkontrolle" : "",
      row.mine && row.disagreement ? "Uneinigkeit" : "",
      isSaving ? "wird gespeichert" : "",
    ]
      .filter(Boolean)
      .join(", "),
  othersSay: (others: readonly LabelOf[]): string =>
    others.map(({ rater, label }) => `${rater}: ${labels[label]}`).join(", "),
  announceMarked: (label: keyof typeof done, nMarked: number, next: TileRow | null): string =>
    `${done[label]}${nMarked > 1 ? `: ${masks(nMarked)}` : ""}.${next ? ` ${next.case} ${next.letter}, ${stateOf(next)}.` : ""}`,
  announceUndone: (row: TileRow): string => `${row.case} ${row.letter}, ${stateOf(row)}.`,
  announceFocus: (row: TileRow): string => `${row.case} ${row.letter}, ${stateOf(row)}.`,
  undone: (count: number): string => `Rückgängig: ${n(count)} ${count === 1 ? "Urteil" : "Urteile"} zurückgenommen.`,
  notSavedTitle: "Nicht gespeichert und nicht gezählt:",
  notSaved: (name: string, label: keyof typeof done, message: string, remedy: string): string =>
    `${name}, ${done[label]}. ${message} ${remedy}`.trim(),
  notSavedMany: (count: number, label: keyof typeof done, message: string, remedy: string): string =>
    `${masks(count)}, ${done[label]}. ${message} ${remedy}`.trim(),
  tryAgain: "Noch einmal",
  nothingLeftHere: "Hier ist nichts mehr zu prüfen.",

  order: "Reihenfolge",
  orders: {
    queue: "Nützlichste zuerst",
    case: "Nach Fall",
    "score-low-first": "Niedrigste Bewertung zuerst",
    "last-marked": "Zuletzt markierte zuerst",
  },
  show: "Zeigen",
  shows: {
    all: "Alle",
    "to-review": "Zu prüfen",
    accepted: "Angenommen",
    rejected: "Abgelehnt",
    labelled: "Markiert",
  },
  source: "Quelle",
  class: "Klasse",
  disagree: "Uneinig",
  filter: "Filter",
  refreshOrder: "Reihenfolge erneuern",
  agreementButton: "Übereinstimmung der Prüfenden",
  overlay: "Masken an, aus",
  style: "Darstellung der Maske",
  outlineFill: "Umriss + Füllung",
  outline: "Umriss",
  fill: "Füllung",
  tileSize: "Kachelgröße",
  inspector: "Angaben",
  classOnOff: (name: string): string => `${name} an, aus`,

  position: (index: number, count: number): string => `${n(index)} von ${n(count)}`,
  fromFile: (path: string): string => `Maske aus Datei: ${path}`,
  fromWinnow: (source: string): string => `Maske von Winnow: ${source}`,
  selected: (count: number): string => `${n(count)} ausgewählt`,
  question: "Ist diese Maske gut genug?",
  yourDecision: "Ihr Urteil",
  savedAt: (time: string): string => `gespeichert ${time}`,
  saving: "wird gespeichert",
  readOnlyHint: "Dieses Projekt ist nur zum Ansehen offen.",
  reasons: "Gründe",
  reasonsHint: "Klick: ja, nein, nicht angesehen",
  reasonsKeyed: "Ziffer drücken; R beendet",
  reasonStates: { open: "nicht angesehen", yes: "ja", no: "nein" },
  reasonNames: {
    "missed-part": "Teil fehlt",
    "too-much": "Zu viel",
    "wrong-structure": "Falsche Struktur",
    "wrong-side": "Falsche Seite",
    "stray-islands": "Verstreute Inseln",
    holes: "Löcher",
    boundary: "Rand",
    misaligned: "Verschoben",
    artefact: "Artefakt",
    "wrong-image": "Falsches Bild",
  },
  note: "Notiz",
  addNote: "Notiz hinzufügen",
  opinionAndWhy: "Meinung des Gutachters, und warum Sie diesen Fall sehen",
  opinionTitle: "Meinung des Gutachters",
  whyTitle: "Warum Sie diesen Fall sahen",
  hidden: "Verborgen, bis Sie entscheiden",
  hiddenHint: "Sehen Sie vorher nach, wird das mit Ihrem Urteil vermerkt.",
  showOpinion: "Zeigen",
  noJudge: "Noch kein Gutachter. Markieren Sie 20, um einen zu trainieren.",
  notScored: "Der Gutachter hat diese Maske noch nicht angesehen.",
  agrees: (label: keyof typeof labels): string => `Stimmt Ihnen zu: ${labels[label]}`,
  disagrees: (label: keyof typeof labels): string =>
    `Der Gutachter würde diese Maske ${labels[label]}. Sehen Sie noch einmal hin, oder bleiben Sie dabei.`,
  would: (label: keyof typeof labels): string => `Der Gutachter würde diese Maske ${labels[label]}`,
  unsure: "Der Gutachter ist sich bei dieser Maske nicht sicher",
  chance: (pGood: number): string => `Er gibt dieser Maske eine Chance von ${format.percent(pGood, 0)}, gut zu sein.`,
  needs: (threshold: number): string =>
    `Masken brauchen mindestens ${format.percent(threshold, 0)}, um ohne Sie angenommen zu werden.`,
  scaleLabel: (pGood: number, threshold: number | null): string =>
    `${format.percent(pGood, 0)}${threshold === null ? "" : `, nimmt an ab ${format.percent(threshold, 0)}`}`,
  acceptsAbove: (threshold: number): string => `nimmt an ab ${format.percent(threshold, 0)}`,
  predictedDice: "Vorhergesagter Dice",
  whys: {
    random: {
      title: "Stichprobe",
      text: "Durch Los gezogen. Diese Urteile, und nur diese, belegen die Fehlergrenze.",
    },
    "spot-check": {
      title: "Nachkontrolle",
      text: "Ausgelost aus dem, was der Gutachter annimmt. Sie zeigt, ob die belegte Grenze noch hält.",
    },
    informative: { title: "Der Gutachter ist hier unsicher", text: "Aus Ihrer Antwort lernt er am meisten." },
    first: { title: "Eine der ersten", text: "Der erste Gutachter lernt aus diesen." },
    disagreement: { title: "Uneinigkeit", text: "Eine andere Person hat anders entschieden." },
    later: { title: "Für später", text: "Sie haben diese Maske schon zurückgestellt." },
  },
  others: "Andere Personen",
  otherSays: (label: keyof typeof labels): string => labels[label],

  project: "Dieses Projekt",
  judgeVersion: (version: number): string => `Gutachter v${version}`,
  noJudgeShort: "noch kein Gutachter",
  decidedByYou: "Von Ihnen entschieden",
  decidedByPeople: "Von Menschen entschieden",
  acceptedByJudge: "Vom Gutachter angenommen",
  rejectedByJudge: "Vom Gutachter abgelehnt",
  stillToReview: "Noch zu prüfen",
  firstJudge: (least: number, nDone: number): string =>
    `Markieren Sie ${n(least)} Masken, gute und schlechte, um den ersten Gutachter zu trainieren. ${n(nDone)} erledigt.`,
  onlyGood: (count: number, least: number): string =>
    `Alle ${n(count)} Urteile sagen „gut“. Der Gutachter braucht auch schlechte: markieren Sie mindestens ${n(least)}.`,
  onlyBad: (count: number, least: number): string =>
    `Alle ${n(count)} Urteile sagen „schlecht“. Der Gutachter braucht auch gute: markieren Sie mindestens ${n(least)}.`,
  fewOfOne: (nGood: number, nBad: number, least: number): string =>
    `Bisher ${n(nGood)} gute, ${n(nBad)} schlechte. Der Gutachter braucht mindestens ${n(least)} von jeder Sorte.`,
  readyToTrain: (count: number): string => `${n(count)} Urteile genügen, um den ersten Gutachter zu trainieren.`,
  train: "Neue Version trainieren",
  goodMeans: (words: string): string => `Gut heißt: ${words}`,

  keysNext: "Nächste offene",
  keysMove: "Bewegen",
  keysCloser: "Genauer ansehen",
  keysOverlay: "Maske an, aus",
  keysFill: "Füllung",
  keysZoom: "Zoom",
  keysAll: "Alle Tasten",
  selectedUndo: (count: number): string => `Einmal rückgängig nimmt alle ${n(count)} zurück`,
  clearSelection: "Auswahl aufheben",
  tooMany: "Es werden höchstens 5.000 Masken auf einmal markiert. Wählen Sie weniger aus.",

  actions: {
    accept: "Annehmen",
    later: "Später",
    reject: "Ablehnen",
    clear: "Urteil leeren",
    next: "Nächste offene",
    previousUndecided: "Vorherige offene",
    left: "Eine nach links",
    right: "Eine nach rechts",
    up: "Eine nach oben",
    down: "Eine nach unten",
    home: "Erste Maske",
    end: "Letzte Maske",
    pageUp: "Eine Seite nach oben",
    pageDown: "Eine Seite nach unten",
    selectLeft: "Auswahl nach links",
    selectRight: "Auswahl nach rechts",
    selectUp: "Auswahl nach oben",
    selectDown: "Auswahl nach unten",
    selectAll: "Alle gezeigten auswählen",
    lookCloser: "Genauer ansehen",
    overlay: "Masken an, aus",
    style: "Umriss + Füllung, Umriss",
    fillDown: "Weniger Füllung",
    fillUp: "Mehr Füllung",
    zoom: "Auf die Maske zoomen",
    reasons: "Gründe per Ziffer",
    note: "Notiz schreiben",
    opinion: "Meinung des Gutachters zeigen",
    inspector: "Angaben an, aus",
    exportLabels: "Liste der Urteile speichern",
  },

  emptyQueueTitle: "Nichts mehr zu prüfen",
  emptyQueue: (all: number, byPeople: number, byJudge: number, version: number | null): string =>
    `Alle ${masks(all)} sind entschieden: ${n(byPeople)} von ${byJudge === 0 ? "Ihnen" : `Ihnen, ${n(byJudge)} vom Gutachter v${version ?? ""}`}. Als Nächstes: den Datensatz schreiben.`,
  spotChecks: (count: number): string => `${n(count)} ${count === 1 ? "Nachkontrolle" : "Nachkontrollen"} beurteilen`,
  goToRelease: "Zur Freigabe",
  showAll: "Alle zeigen",
  emptyFilterTitle: "Keine Maske passt zu diesem Filter",
  emptyFilter: (what: readonly string[]): string => `${what.join(", ")}: keine.`,
  clearFilter: "Filter leeren",
  noMasksTitle: "Diese Bilder haben noch keine Masken",
  noMasks: (nImages: number): string =>
    `${n(nImages)} Bilder, 0 Masken. Fügen Sie einen Ordner mit Masken hinzu, oder lassen Sie Winnow welche zur Auswahl vorschlagen.`,
  proposeMasks: "Masken vorschlagen",
  addMasks: "Ordner mit Masken hinzufügen",
  goToData: "Zu den Daten",
  failedTitle: "Die Liste der Masken konnte nicht erstellt werden",

  agreementTitle: "Übereinstimmung der Prüfenden",
  agreementText:
    "Von den Masken, die beide angenommen oder abgelehnt haben. Kappa zieht ab, was der Zufall allein ergäbe.",
  agreementShow: (count) =>
    count === 1 ? "Die uneinig beurteilte Maske zeigen" : `Die ${n(count)} uneinig beurteilten Masken zeigen`,
  agreementNone: "Noch keine Maske wurde von zwei Personen markiert.",
  agreementRaters: "Prüfende",
  agreementN: "Beide markiert",
  agreementRaw: "Einig",
  agreementKappa: "Kappa (95-%-Intervall)",
  agreementPair: (a: string, b: string): string => `${a} und ${b}`,
  notDefined: "nicht definiert",
};
