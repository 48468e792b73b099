import type { volumes as english } from "../en/volumes.ts";
import { format } from "../format.ts";

const n = (count: number): string => format.number(count);
const files = (count: number): string => (count === 1 ? "1 Datei" : `${n(count)} Dateien`);
const masks = (count: number): string => (count === 1 ? "1 Maske" : `${n(count)} Masken`);

export const volumes: typeof english = {
  title: "Volumen wählen",
  lead: "Von einer Datei mit mehreren Volumina ist eines das Bild. Die Dateien bleiben, wie sie sind.",
  choose: "Volumen wählen…",
  files: "Dateien mit mehreren Volumina",
  group: (nFiles, nVolumes) => `${files(nFiles)} mit ${n(nVolumes)} Volumina`,
  further: (count) => `und ${files(count)} mehr, für die „alle“ auch gilt`,
  unchosen: "Kein Volumen gewählt: ausgelassen",
  outdated: (volume, of) => `Erneut wählen: Es war ${n(volume)} von ${n(of)}`,
  isUsed: (name) => `${name} wird verwendet`,
  volume: (volume) => `Volumen ${n(volume)}`,
  named: (volume, name) => `Volumen ${n(volume)}: ${name}`,
  at: (value, digits, unit) => `${format.number(value, digits)} ${unit}`,
  of: (name, nVolumes) => `${name} (von ${n(nVolumes)})`,
  about: "Was die Datei enthält",
  size: (nVolumes, size) => `${n(nVolumes)} Volumina aus ${format.size(size)} Voxeln`,
  axis: ({ axis, names }, step) =>
    axis === "time"
      ? step === null
        ? "Zeitlich nacheinander; den Abstand nennt die Datei nicht."
        : `Zeitlich nacheinander, im Abstand von ${step}.`
      : axis === "channels"
        ? names
          ? `Kanäle, in dataset.json benannt: ${names.join(", ")}.`
          : "Kanäle; ihre Namen stehen nirgends."
        : "Die Datei sagt nicht, ob es Zeitpunkte oder Kanäle sind: Sehen Sie die Bilder an.",
  chosenBy: (who, when) => `gewählt von ${who}, ${when}`,
  picture: "Mittlere Schicht des Volumens",
  underWay: "Das Volumen wird gelesen",
  position: (index, count) => `${n(index)} von ${n(count)}`,
  previousFile: "Vorige Datei",
  nextFile: "Nächste Datei",
  previousVolume: "Voriges Volumen",
  nextVolume: "Nächstes Volumen",
  slider: "Volumen",
  forAll: (nFiles, nVolumes) => `Für alle ${n(nFiles)} Dateien mit ${n(nVolumes)} gleichartigen Volumina`,
  onlyThis: "Nur diese Datei",
  use: "Dieses Volumen verwenden",
  isUsedAlready: "Dieses Volumen wird schon verwendet.",
  takeBack: "Zurücknehmen",
  takeAllBack: (nFiles) => `Für ${files(nFiles)} zurücknehmen`,
  rests: (nMasks) =>
    `${masks(nMasks)} ${nMasks === 1 ? "ist" : "sind"} auf dem Volumen beurteilt, das jetzt verwendet wird. Diese Urteile ruhen dann und zählen wieder, wenn es wieder verwendet wird.`,
  done: (name, nFiles) => `${name} wird verwendet: ${files(nFiles)}.`,
  undone: (nFiles) => `die Wahl eines Volumens für ${files(nFiles)}`,
  takenBack: (nFiles) => `Für ${files(nFiles)} zurückgenommen.`,
  marksRest: (nMasks) => `Die Urteile über ${masks(nMasks)} ruhen: Sie galten einem anderen Volumen.`,
  failed: "Das Volumen konnte nicht gewählt werden.",
  failedSome: (count, why) => `${files(count)} nicht zu verwenden mit diesem Volumen: ${why}`,
  stop: "Angehalten. Die Wahl bleibt; die Dateien werden gelesen, wenn ihr Ordner erneut hinzugefügt wird.",
  cannotLoad: "Die Dateien lassen sich nicht auflisten",
  emptyTitle: "Keine Datei enthält mehrere Volumina",
  emptyText: "Jedes Bild, das hinzugefügt wurde, ist ein Volumen oder ein Bild der Ebene.",
  keysFile: "Andere Datei",
  keysVolume: "Anderes Volumen",
  keysAll: "Für alle gleichartigen Dateien",
  keysMore: "Alle Tasten",
  actions: { open: "Volumen von 4-D-Dateien wählen", back: "Zurück zu den Daten" },
};
