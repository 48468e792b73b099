import type { release as english } from "../en/release.ts";
import { format } from "../format.ts";

const cases = (n: number): string => `${format.number(n)} ${n === 1 ? "Fall" : "Fälle"}`;
const masks = (n: number): string => `${format.number(n)} ${n === 1 ? "Maske" : "Masken"}`;
const files = (n: number): string => `${format.number(n)} ${n === 1 ? "Datei" : "Dateien"}`;

/** Texts of the Release screen. */
export const release: typeof english = {
  group: "Freigabe",
  readOnly: "Das Projekt ist nur zum Ansehen geöffnet: Es kann nichts freigegeben werden.",
  unknown: "Die Freigabe kann nicht vorbereitet werden",
  statement: (n) => `${cases(n)} ${n === 1 ? "kommt" : "kommen"} in diese Freigabe`,
  nothing: "Noch kann nichts freigegeben werden",
  nothingText:
    "Keine Maske ist angenommen. Nehmen Sie unter „Prüfen“ selbst Masken an, oder belegen Sie die Grenze des Gutachters, damit er annehmen darf.",
  goToReview: "Zum Prüfen",
  goToJudge: "Zum Gutachter",
  byBoth: (n, isOneEach, byPerson, byJudge, version) =>
    `${isOneEach ? "Je Fall eine angenommene Maske" : `${masks(n)}, höchstens eine je Klasse und Fall`}: ${format.number(byPerson)} von einem Menschen angenommen, ${format.number(byJudge)} vom Gutachter ${version}.`,
  byPersonOnly: (n, isOneEach) =>
    `${isOneEach ? "Je Fall eine Maske" : `${masks(n)}, höchstens eine je Klasse und Fall`}, alle von einem Menschen angenommen.`,
  noBound: "Nichts kommt hinein, das niemand angesehen hat.",

  goesIn: "Kommt hinein",
  staysOut: "Bleibt draußen",
  seeThese: "Diese Fälle ansehen",
  byPerson: "Von einem Menschen angenommen",
  byJudge: (version) => `Vom Gutachter ${version} angenommen`,
  byPersonNote: "Von zwei guten kommt die mit dem höheren Wert hinein.",
  byJudgeNote: (p) => `Wahrscheinlichkeit, gut zu sein, mindestens ${p}.`,
  reasons: {
    "to-review": { name: "Noch zu prüfen", text: "Noch keine Maske angenommen.", link: "Jetzt prüfen" },
    "all-rejected": { name: "Alle Masken abgelehnt", text: "Keine brauchbare Maske.", link: "Noch einmal ansehen" },
    later: { name: "Aufgeschoben", text: "", link: "Jetzt entscheiden" },
    "not-every-class": {
      name: "Eine Klasse ist offen",
      text: "Was nicht eingezeichnet ist, ist nicht Hintergrund.",
      link: "Jetzt prüfen",
    },
    "other-channels": {
      name: "Andere Kanäle",
      text: "Ihre Bilder haben andere Kanäle als die meisten.",
      link: "Ansehen",
    },
    "no-volume": { name: "Einzelbilder", text: "Dieser Aufbau fasst Volumen.", link: "Ansehen" },
    "no-dicom": { name: "Kein DICOM", text: "Eine DICOM-Segmentierung verweist auf DICOM-Bilder.", link: "Ansehen" },
    "no-mask": { name: "Ohne Maske", text: "Für sie wurde keine Maske hinzugefügt.", link: "Zu den Daten" },
    "left-out-when-added": {
      name: "Beim Hinzufügen ausgelassen",
      text: "Beschädigte oder unpassende Dateien.",
      link: "Befunde ansehen",
    },
  },
  nothingStaysOut: "Nichts bleibt draußen.",
  columns: ["Was", "Wie viele", "Warum"],

  inside: "Ein Blick hinein",
  drawnByLot: (n) => `${format.number(n)} ausgelost`,
  insideLabel: (n) => `${format.number(n)} ausgeloste Masken dieser Freigabe auf ihren Bildern`,

  layout: "Aufbau",
  layouts: {
    nnunet: { name: "nnU-Net", text: "imagesTr, labelsTr, dataset.json" },
    flat: { name: "Flacher Ordner", text: "Ein Ordner, Bilder und Masken nebeneinander" },
    msd: { name: "MSD", text: "Medical Segmentation Decathlon: imagesTr, labelsTr, dataset.json" },
    bids: { name: "BIDS", text: "Bilder als Rohdaten, Masken als Derivate von Winnow" },
    "dicom-seg": { name: "DICOM SEG", text: "Segmentierungsobjekte, die auf ihre Bilder verweisen" },
  },
  comesLater: "Kommt mit einer späteren Version von Winnow.",
  format: "Dateiformat",
  formats: { nifti: "NIfTI", png: "PNG", "dicom-seg": "DICOM SEG" },

  imageKind: "Art der Bilder",
  imageKindHint: "Wie BIDS sie nennt: T1w, T2w, FLAIR, … Für Bilder, deren Namen es nicht sagen.",
  imageKindWrong: "Nur Buchstaben und Ziffern, höchstens 20.",
  nameRaters: "Im Datenblatt die Namen derer nennen, die geprüft haben",
  errorMaps: "Fehlerkarten neben den Masken",
  errorMapsHint: (time) =>
    `Wo der Gutachter Fehler in jeder Maske erwartet, als NIfTI in Prozent. Seine Meinung, keine Messung. Dauert ${time} länger.`,
  errorMapsNoJudge: "Sie sind die Meinung eines Gutachters, und noch ist keiner in Gebrauch.",

  written: "Was geschrieben wird",
  fileNotes: {
    "README.md": "Datenblatt",
    "error_maps/": "wo Masken wahrscheinlich falsch sind",
    "rejected.csv": "was draußen bleibt, und warum",
    "splits.csv": "Teile nach Patienten",
    "splits_final.json": "Teile nach Patienten",
    "winnow-manifest.json": "jede Datei mit ihrem Fingerabdruck",
  },
  about: (size) => `etwa ${size}`,
  files,
  to: "Wohin",
  proposed: "Vorschlag. Sie werden nach dem Ort gefragt, bevor etwas geschrieben wird.",
  choose: "Ordner wählen",
  change: "Ändern",
  free: (size) => `${size} frei.`,

  checks: "Proben",
  checkCounts: (passed, warnings, failed, atTheEnd) =>
    [
      `${format.number(passed)} bestanden`,
      warnings > 0 ? `${format.number(warnings)} ${warnings === 1 ? "Warnung" : "Warnungen"}` : "",
      failed > 0 ? `${format.number(failed)} nicht bestanden` : "",
      atTheEnd > 0 ? `${format.number(atTheEnd)} am Ende` : "",
    ]
      .filter(Boolean)
      .join(", "),
  states: { passed: "Bestanden", warning: "Warnung", failed: "Nicht bestanden", "at-the-end": "Am Ende" },
  checkNames: {
    fingerprints: "Jedes Bild stimmt mit seinem festgehaltenen Fingerabdruck überein",
    grids: "Bild und Maske haben dasselbe Raster",
    labels: "Die Maskenwerte sind, wie der Aufbau sie will",
    split: "Kein Patient zugleich in Training und Test",
    names: "Freier Text in Bilddateien wird gelöscht",
    "drawn-text": "Kein Bild, in das Namen gezeichnet sein können",
    "image-kind": "Die Namen sagen, welcher Art die Bilder sind",
    "near-copies": "Keine fast gleichen Bilder",
    bound: "Die Fehlergrenze ist belegt",
    "read-back": "Dateien nach dem Schreiben zurückgelesen",
    target: "Der Ordner ist neu, und es ist Platz",
  },

  checkSubjects: {
    fingerprints: "Fingerabdrücke der Bilder",
    grids: "Raster von Bild und Maske",
    labels: "Maskenwerte",
    split: "Patienten in Training und Test",
    names: "Freier Text in Bilddateien",
    "drawn-text": "In Bilder gezeichnete Namen",
    "image-kind": "Art der Bilder in den Namen",
    "near-copies": "Fast gleiche Bilder",
    bound: "Fehlergrenze",
    "read-back": "Dateien nach dem Schreiben zurückgelesen",
    target: "Der Zielordner",
  },

  writing: (n) => `Freigabe ${format.number(n)} wird geschrieben`,
  ready: (n) => `Freigabe ${format.number(n)}`,
  soFar: (done, total) => `${format.number(done)} von ${format.number(total)}`,
  mapsSoFar: (done, total) => `Fehlerkarten: ${format.number(done)} von ${format.number(total)}`,
  left: (time) => `noch ${time}`,
  write: "Freigabe schreiben",
  writeHint: "Noch ist nichts zu schreiben.",
  blocked: "Eine Probe ist nicht bestanden: siehe Proben.",
  cancel: "Abbrechen",
  cancelNote: "Abbrechen lässt keine halb geschriebene Freigabe zurück.",
  cancelled: "Abgebrochen. Es wurde nichts geschrieben.",
  readyNote: "Jede Datei wird nach dem Schreiben zurückgelesen und verglichen. Ihre Bilder werden nie verändert.",
  progress: "Fortschritt des Schreibens",
  failed: "Die Freigabe wurde nicht geschrieben.",
  done: (n, nCases, nMasks) =>
    `Freigabe ${format.number(n)} ist geschrieben und zurückgelesen: ${cases(nCases)} mit ${masks(nMasks)}, alle Dateien stimmen.`,
  errorMapsDone: (n) =>
    `${format.number(n)} ${n === 1 ? "Fehlerkarte" : "Fehlerkarten"}: die Meinung des Gutachters, keine Messung.`,
  errorMapsMissing: (n) => `Für ${masks(n)} ließ sich keine Fehlerkarte machen; das Manifest sagt, warum.`,
  namesNote:
    "Die Namen der Fälle kommen aus Datei- und Ordnernamen, bei DICOM auch aus denen von Serien und Segmenten: Sehen Sie sie durch, bevor Sie die Freigabe weitergeben.",
  openFolder: "Ordner öffnen",
  copyPath: "Pfad kopieren",
  another: "Noch eine schreiben",

  report: "Bericht",
  reportAside: "für Ihre Akten oder einen Artikel",
  reportText:
    "Was hineinkam, wer entschieden hat, die Fehlergrenze und ihr Beleg, die Version des Gutachters, jeder Fingerabdruck.",
  saveReport: "Bericht speichern",
  openReport: "Bericht öffnen",
  savingReport: "Der Bericht wird geschrieben.",
  reportSaved: "Der Bericht ist geschrieben.",
  replaceTitle: "Eine Datei dieses Namens ist schon da",
  replaceText: (name) => `${name} wird mit allem, was darin steht, durch den neuen Bericht ersetzt.`,
  replaceIt: "Ersetzen",
  keepIt: "Behalten",
  copyMethods: "Methodenabsatz kopieren",
  copied: "Kopiert.",

  earlier: "Frühere Freigaben",
  release: (n) => `Freigabe ${format.number(n)}`,
  open: (name) => `Ordner von ${name} öffnen`,
};
