import type { mend as english } from "../en/mend.ts";
import { format } from "../format.ts";

const n = (count: number): string => format.number(count);
const masks = (count: number): string => (count === 1 ? "1 Maske" : `${n(count)} Masken`);
const sides: Readonly<Record<string, string>> = {
  R: "rechts",
  L: "links",
  A: "vorne",
  P: "hinten",
  S: "oben (Kopf)",
  I: "unten (Füße)",
};
const runTo = (letters: string): string => {
  const words = Array.from(letters, (letter) => sides[letter] ?? letter);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} und ${words.at(-1)}`;
};
const ordinals = ["ersten", "zweiten", "dritten"];
const flipped = (axes: readonly { isFlipped: boolean }[]): string => {
  const names =
    axes.length === 2 ? ["links und rechts", "oben und unten"] : ordinals.map((word) => `entlang der ${word} Achse`);
  return axes.flatMap(({ isFlipped }, axis) => (isFlipped ? names[axis]! : [])).join(", ");
};
const spacing = (values: readonly number[]): string =>
  `${values.map((value) => format.number(value, 3)).join(" × ")} mm`;

export const mend: typeof english = {
  title: "Masken richten",
  lead: "Ihre Dateien bleiben, wie sie sind: Gerichtete Masken liegen im Projekt.",
  mend: "Richten…",
  groups: "Was sich richten lässt",
  group: (title, count) => `${title}: ${masks(count)}`,
  of: (source, count) => `${masks(count)} von ${source}`,
  mendedGroups: "Gerichtet",
  mendedBy: (who, when) => `von ${who}, ${when}`,
  pictures: "Vorher und nachher",
  before: "Wie sie ist",
  after: "Gerichtet",
  position: (index, count) => `${n(index)} von ${n(count)}`,
  previousMask: "Vorige Maske",
  nextMask: "Nächste Maske",
  underWay: "Die Maske wird gerichtet",
  chooseFirst: "Wählen Sie, was getan werden soll.",
  inside: (counts, names) =>
    counts.every((count) => count === 0)
      ? "Von der Maske bleibt nichts."
      : counts.length > 1 && names.length === counts.length
        ? `Voxel innen: ${counts.map((count, index) => `${names[index]} ${n(count)}`).join(", ")}.`
        : `Voxel innen: ${counts.map((count) => n(count)).join(", ")}.`,
  becomes: (value, name) => `${value} wird ${name ?? "Hintergrund"}.`,
  wrong: "Was abweicht",
  difference: (difference) => {
    switch (difference.what) {
      case "size":
        return `Die Maske ist ${format.size(difference.mask)}, ihr Bild ${format.size(difference.image)}.`;
      case "spacing":
        return `Die Voxel der Maske sind ${spacing(difference.mask)}, die des Bildes ${spacing(difference.image)}. Bis 0,001 % gilt als gleich.`;
      case "orientation":
        return difference.mask === difference.image
          ? `Die Maske ist um ${n(Math.round(difference.degrees))}° gegen ihr Bild gedreht. Bis 1° gilt als gleich.`
          : `Die Achsen der Maske laufen beim Patienten nach ${runTo(difference.mask)}; die des Bildes nach ${runTo(difference.image)}.`;
      case "handedness":
        return "Eines von beiden ist spiegelverkehrt gespeichert.";
      case "origin":
        return `Ihre ersten Voxel liegen ${format.number(difference.distanceMm, 1)} mm auseinander. Bis 0,1 mm gilt als gleich.`;
      case "no-position":
        return "Die Datei der Maske sagt nicht, wo im Körper sie liegt.";
    }
  },
  problem: (problem, nValues) =>
    ({
      soft: "Ihre Werte sind weich: Wahrscheinlichkeiten, oder eine skalierte Maske.",
      lossy: `Sie wurde als JPEG gespeichert: An den Rändern sind ihre ${n(nValues)} Werte nicht, was gezeichnet wurde.`,
      colours: "Sie zeigt ihre Klassen in Farben.",
      "stray-greys": `Ihre glatten Ränder haben ${n(nValues)} Werte hinterlassen, wo wenige gemeint waren.`,
      "too-many": `Sie hat ${n(nValues)} Werte, mehr als es Klassen geben kann: Sie nummeriert einzelne Objekte, oder ist ein Bild.`,
      negative: "Einige ihrer Werte liegen unter 0.",
      "not-finite": "Einige ihrer Werte sind keine Zahlen.",
      gaps: "Ihre Werte haben Lücken; Klassen hießen nach Zahlen, die nichts bedeuten.",
      "unknown-labels": "Einige ihrer Werte sind in dataset.json nicht benannt.",
      none: "An ihren Werten ist nichts Falsches bekannt.",
    })[problem],
  grid: "Wie sie auf ihrem Bild liegt",
  values: "Was ihre Werte bedeuten",
  recommended: "Empfohlen",
  remedy: (remedy) => {
    switch (remedy.kind) {
      case "reorient":
        return {
          title: "Drehen, wie ihr Kopfteil es sagt",
          text: "Kein Voxel ändert seinen Wert; sie werden nur anders angeordnet.",
        };
      case "swap":
        return {
          title:
            remedy.axes.length === 2 && remedy.axes.some(({ isFlipped }) => isFlipped)
              ? `Drehen, ${flipped(remedy.axes)} vertauscht`
              : "Achsen vertauschen",
          text: "Ihre Seiten sind dann so lang wie die des Bildes.",
        };
      case "flip":
        return { title: `Spiegeln: ${flipped(remedy.axes)}`, text: "Für eine Maske, die verkehrt herum liegt." };
      case "copy-header":
        return {
          title: "Voxel für Voxel übernehmen",
          text: "Als hätte sie Lage und Abstände ihres Bildes. Richtig, wo dasselbe Gitter falsch vermerkt wurde.",
        };
      case "resample":
        return remedy.by === "position"
          ? {
              title: "Nach ihrer eigenen Lage",
              text: "Jedes Voxel des Bildes nimmt den Wert des nächsten Voxels der Maske. Ränder rücken um höchstens ein halbes Voxel.",
            }
          : {
              title: "Über das Bild strecken",
              text: "Für denselben Ausschnitt in anderer Auflösung. Jedes Pixel nimmt den nächsten Wert; Ränder rücken um höchstens ein halbes Pixel.",
            };
    }
  },
  because: {
    "corners-agree": (restMm) =>
      `Ihre Ecken liegen dann auf denen des Bildes${restMm === null ? "" : `, höchstens ${format.number(restMm, 1)} mm auseinander`}.`,
    "same-size": () => "Maske und Bild sind gleich groß.",
    "size-fits": () => "Ihre Größe passt dann.",
    overlap: () => "Maske und Bild liegen an derselben Stelle.",
    "same-shape": () => "Maske und Bild haben dieselben Proportionen.",
    "by-eye": () => "Nichts in den Dateien spricht dafür: Sehen Sie das Bild an.",
  },
  valuesRemedy: (remedy) =>
    ({
      threshold: { title: "Innen ab einer Schwelle", text: "Eine Klasse." },
      greys: { title: "Der nächste der Haupt-Grauwerte", text: "Werte dazwischen gelten als der nächste." },
      colours: { title: "Eine Klasse je Farbe", text: "Abstufungen gelten als die nächste Farbe." },
      labels: { title: "Diese Werte und keine anderen", text: "Zwei gleichen Namens werden eine Klasse." },
      objects: { title: "Alle Objekte zusammen", text: "Eine Klasse aus allen Werten außer 0." },
    })[remedy.kind],
  threshold: "Schwelle, vom Bereich der Werte",
  percent: (share) => format.percent(share, 0),
  className: "Name der Klasse",
  classOf: (value) => `Klasse von ${value}`,
  background: "Hintergrund",
  classHint: "Ohne Namen ist es Hintergrund.",
  showClass: (value) => `Nur die Klasse von ${value} zeigen`,
  showAll: "Alle Klassen zeigen",
  mendAll: (count) => (count === 1 ? "Die Maske richten" : `Alle ${n(count)} gleich richten`),
  mendThis: "Nur diese Maske",
  choose: "Wählen Sie zuerst, wie sie auf ihrem Bild liegt.",
  nothingMeant: "Benennen Sie mindestens eine Klasse.",
  keeps: "Die Urteile zu früheren Masken bleiben, und zählen wieder, wenn dies zurückgenommen wird.",
  replaces: (nInUse, nMarked) =>
    nMarked > 0
      ? `${masks(nInUse)} dieser Dateien ${nInUse === 1 ? "ist" : "sind"} in Gebrauch, wie sie sind, ${n(nMarked)} mit Urteilen: Die gerichteten treten an ihre Stelle.`
      : `${masks(nInUse)} dieser Dateien ${nInUse === 1 ? "ist" : "sind"} in Gebrauch, wie sie sind: Die gerichteten treten an ihre Stelle.`,
  soFar: (done, total) => `${n(done)} von ${masks(total)}`,
  stop: "Anhalten",
  done: (count) => `${masks(count)} gerichtet.`,
  marksRest: (count) =>
    `Die Urteile zu ${masks(count)}, die ersetzt ${count === 1 ? "wurde" : "wurden"}, zählen zurzeit nicht; sie bleiben aufbewahrt.`,
  failedSome: (count, why) => `${masks(count)} ${count === 1 ? "ließ" : "ließen"} sich so nicht richten. ${why}`,
  failed: "Die Masken konnten nicht gerichtet werden",
  takeBack: (count) => (count === 1 ? "Zurücknehmen" : `Alle ${n(count)} zurücknehmen`),
  takeBackThis: "Nur diese Maske",
  takenBack: (count) => `${masks(count)} ${count === 1 ? "ist" : "sind"} wie zuvor.`,
  mendedAgain: (count) => `Rückgängig: ${masks(count)} wieder gerichtet.`,
  undone: (count) => `Rückgängig: ${masks(count)} wie zuvor.`,
  whatWasDone: "Was getan wurde",
  emptyTitle: "Nichts zu richten",
  emptyText: "Jede gelesene Maske passt auf ihr Bild, und ihre Werte sind Klassen.",
  notFound: "Keine Maske mit diesem Befund lässt sich richten.",
  showAllGroups: "Alles zeigen, was sich richten lässt",
  cannotLoad: "Was sich richten lässt, kann nicht gezeigt werden",
  keysGroup: "Gruppe",
  keysMask: "Andere Maske",
  keysOverlay: "Maske an, aus",
  keysMend: "Alle gleich richten",
  keysAll: "Alle Tasten",
  actions: { back: "Zurück zu Daten", previous: "Vorige Gruppe", next: "Nächste Gruppe", open: "Masken richten" },
};
