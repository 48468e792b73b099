import type { data as english } from "../en/data.ts";
import { format } from "../format.ts";

const n = (count: number): string => format.number(count);
const files = (count: number): string => (count === 1 ? "1 Datei" : `${n(count)} Dateien`);
const masks = (count: number): string => (count === 1 ? "1 Maske" : `${n(count)} Masken`);
const cases = (count: number): string => (count === 1 ? "1 Fall" : `${n(count)} Fälle`);

export const data: typeof english = {
  title: "Daten",
  adding: (folder) => `${folder} wird hinzugefügt`,
  addingLooking: (done) => `Dateien werden gesucht, bisher ${n(done)}.`,
  addingFiles: (nCases, done, total) =>
    `${nCases > 0 ? `Bisher ${cases(nCases)}, ` : ""}${n(done)} von ${files(total)}`,
  rate: (perSecond) => `${n(perSecond)} Dateien in der Sekunde`,
  cancel: "Abbrechen",
  addFailed: "Der Ordner konnte nicht hinzugefügt werden",
  added: (nCases, nMasks) => `${cases(nCases)} mit ${masks(nMasks)}.`,
  nothingNew: (folder) => `Kein neuer Fall und keine neue Maske in ${folder}.`,
  leftOut: (errors, warnings) =>
    `${files(errors)} ausgelassen, ${n(warnings)} mit Warnung behalten. Nichts fällt stillschweigend weg.`,
  soFar: (errors, warnings) => `Bisher ${files(errors)} ausgelassen, ${n(warnings)} mit Warnung behalten.`,
  ignored: (count) => `${files(count)} ${count === 1 ? "ist" : "sind"} weder Bild noch Maske.`,
  search: "Fall, Patient oder Datei suchen",
  show: "Zeigen",
  all: "Alle",
  errors: "Ausgelassen",
  warnings: "Warnungen",
  noMask: "Ohne Maske",
  source: "Quelle",
  anySource: "Alle Quellen",
  addMore: "Mehr hinzufügen",
  startReviewing: "Prüfen beginnen",
  nothingToReview: "Es gibt noch keine Masken zu prüfen.",
  showFindings: "Befunde",
  onlyWith: (title) => `Nur: ${title}`,
  clearFilter: "Filter aufheben",
  table: "Fälle",
  picture: "Bild",
  case: "Fall",
  patient: "Patient",
  file: "Datei",
  size: "Größe",
  masks: "Masken",
  finding: "Befund",
  none: "Keiner",
  noneUsable: "keine brauchbar",
  andMore: (count) => `und ${n(count)} weitere`,
  findings: "Befunde",
  severityError: "Ausgelassen",
  severityWarning: "Warnung",
  showCases: (count) => (count === 1 ? "Den Fall zeigen" : `Die ${n(count)} Fälle zeigen`),
  showAll: "Alle Fälle zeigen",
  checkAgain: "Erneut prüfen",
  copyNames: "Dateinamen kopieren",
  copied: (count) => `${count === 1 ? "1 Dateiname" : `${n(count)} Dateinamen`} kopiert.`,
  filesShown: (names, more) => (more > 0 ? `${names} und ${n(more)} weitere` : names),
  noFindings: "Nichts zu berichten. Alle Dateien wurden gelesen, und jede Maske passt zu ihrem Bild.",
  noImagesTitle: "In diesem Ordner sind keine Bilder",
  noImagesText:
    "Winnow liest DICOM, NIfTI, NRRD, MetaImage, MGH, PNG, TIFF, BMP und JPEG. Wählen Sie einen anderen Ordner.",
  volumesTitle: (n) =>
    n === 1 ? "1 Datei enthält mehrere Volumina" : `${format.number(n)} Dateien enthalten mehrere Volumina`,
  volumesText:
    "Ein Volumen einer Datei ist das Bild: das, auf dem die Masken gezeichnet wurden. Wählen Sie es, für eine Datei oder für alle.",
  chooseFolder: "Ordner wählen",
  emptyTitle: "Dieses Projekt hat noch keine Bilder",
  emptyText: "Legen Sie einen Ordner mit Bildern und Masken hier ab. Ihre Dateien werden gelesen, nie verändert.",
  noMasksTitle: "Diese Bilder haben noch keine Masken.",
  noMasksText: "Fügen Sie einen Ordner mit Masken hinzu, oder lassen Sie Winnow welche vorschlagen.",
  addMasks: "Ordner mit Masken hinzufügen",
  proposeMasks: "Masken vorschlagen",
  addingTitle: "Ihre Dateien werden gelesen",
  addingText: "Die Fälle erscheinen hier, sobald alle Dateien gelesen sind. Sie können inzwischen weiterarbeiten.",
  filterEmptyTitle: "Kein Fall passt zu diesem Filter",
  filterEmptyText: (all) => `Insgesamt ${cases(all)}.`,
};
