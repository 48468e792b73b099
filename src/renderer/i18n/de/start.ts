import type { start as english } from "../en/start.ts";
import { format } from "../format.ts";

export const start: typeof english = {
  statement: "Aus zweifelhaften Masken ein Datensatz, dem Sie trauen können",
  lead: "Sie nehmen einige Masken an oder lehnen sie ab. Winnow lernt von Ihnen, entscheidet die klaren und sagt, wie oft es sich irren kann.",
  dropTitle: "Legen Sie einen Ordner mit Bildern und Masken hier ab",
  chooseTitle: "Wählen Sie einen Ordner mit Bildern und Masken",
  dropText: "Oder ein Winnow-Projekt. Ihre Dateien werden gelesen, nie verändert.",
  chooseFolder: "Ordner wählen",
  openProject: "Projekt öffnen",
  formats: "DICOM, NIfTI, NRRD, MetaImage, PNG, TIFF, JPEG. Ordner nach nnU-Net, MSD und BIDS werden erkannt.",
  sampleTitle: "Mit dem Beispiel beginnen",
  sampleText:
    "176 Mikroskopbilder mit guten und schlechten Masken. Etwa fünf Minuten vom ersten Urteil bis zur Freigabe.",
  openSample: "Beispiel öffnen",
  recent: "Zuletzt geöffnet",
  noRecent: "Hier erscheinen die Projekte, die Sie öffnen.",
  toReview: (n, all) => `${format.number(n)} von ${format.number(all)} zu prüfen`,
  noMasks: "Noch keine Masken",
  notFound: (path) => `Nicht gefunden unter ${path}. Ist das Laufwerk verbunden?`,
  findIt: "Suchen",
  remove: "Aus der Liste nehmen",
  meter: (accepted, rejected, toReview) =>
    `${format.number(accepted)} angenommen, ${format.number(rejected)} abgelehnt, ${format.number(toReview)} zu prüfen`,
  reviewedBy: "Geurteilt wird im Namen von",
};
