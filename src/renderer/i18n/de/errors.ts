import type { ErrorCode } from "#contract/errors.ts";

/**
 * Was die Fehler des Kerns auf Deutsch heißen: was geschehen ist und was zu tun ist. Einzelheiten (Pfade, Zahlen) stehen
 * dahinter, wie der Kern sie sagt. Ohne `remedy` hängt vom Einzelnen ab, was zu tun ist: Dann sagt auch das der Kern.
 */
export const errors: Readonly<
  Record<ErrorCode, { readonly message: string; readonly remedy: string | null; readonly hasDetail: boolean }>
> = {
  "bad-request": {
    message: "Das ließ sich nicht ausführen.",
    remedy: null,
    hasDetail: true,
  },
  "not-built-yet": { message: "Das kann diese Version von Winnow noch nicht.", remedy: "", hasDetail: true },
  "path-not-granted": {
    message: "Dieser Ort wurde in keinem Dialog gewählt.",
    remedy: "Wählen Sie ihn noch einmal.",
    hasDetail: false,
  },
  "folder-unreadable": {
    message: "Der Ordner lässt sich nicht lesen.",
    remedy: "Prüfen Sie den Pfad, ob das Laufwerk verbunden ist, und Ihre Rechte.",
    hasDetail: true,
  },
  "file-unreadable": {
    message: "Eine Datei lässt sich nicht lesen oder nicht so schreiben.",
    remedy: null,
    hasDetail: true,
  },
  "file-unwritable": {
    message: "Die Datei lässt sich nicht schreiben.",
    remedy: "Wählen Sie einen anderen Ort, oder bitten Sie um das Recht, dort zu schreiben.",
    hasDetail: true,
  },
  "target-exists": {
    message: "Dort liegt schon etwas.",
    remedy: "Wählen Sie einen neuen Namen; nichts wird überschrieben.",
    hasDetail: true,
  },
  "images-moved": {
    message: "Die Bilder sind nicht mehr dort, wo sie waren. Die Urteile sind sicher.",
    remedy: "Zeigen Sie Winnow, wo die Bilder jetzt liegen.",
    hasDetail: true,
  },
  "disk-full": {
    message: "Die Festplatte ist voll. Was nicht gespeichert werden konnte, zählt nicht.",
    remedy: "Machen Sie Platz, dann versuchen Sie es noch einmal.",
    hasDetail: true,
  },
  "project-missing": {
    message: "Das Projekt ist nicht da.",
    remedy: "Ist das Laufwerk verbunden?",
    hasDetail: true,
  },
  "project-empty-file": { message: "Die Projektdatei ist leer.", remedy: "Nehmen Sie eine Kopie.", hasDetail: true },
  "project-not-a-project": {
    message: "Diese Datei ist kein Winnow-Projekt.",
    remedy: "Wählen Sie eine Datei, die auf .winnow endet.",
    hasDetail: true,
  },
  "project-newer-than-program": {
    message: "Das Projekt wurde mit einem neueren Winnow gemacht.",
    remedy: "Öffnen Sie es mit der neueren Version; es wurde nichts verändert.",
    hasDetail: true,
  },
  "project-older-than-program": {
    message: "Das Projekt wurde mit einem älteren Winnow gemacht.",
    remedy: "Öffnen Sie es einmal zum Schreiben: Es wird auf den neuen Stand gebracht, eine Kopie bleibt.",
    hasDetail: true,
  },
  "project-in-use": {
    message: "Das Projekt ist an anderer Stelle geöffnet.",
    remedy: "Sie können es ansehen, aber nichts beurteilen, bis es dort geschlossen ist.",
    hasDetail: true,
  },
  "project-corrupt": {
    message: "Die Projektdatei ist beschädigt.",
    remedy: "Nehmen Sie die letzte Kopie; verändern Sie diese Datei nicht.",
    hasDetail: true,
  },
  "project-read-only": {
    message: "Das Projekt ist nur zum Lesen geöffnet.",
    remedy: "Öffnen Sie es zum Schreiben, um zu urteilen.",
    hasDetail: false,
  },
  "project-not-open": { message: "Es ist kein Projekt geöffnet.", remedy: "Öffnen Sie eines.", hasDetail: false },
  cancelled: { message: "Abgebrochen.", remedy: "Was fertig war, bleibt erhalten.", hasDetail: false },
  "too-few-labels": {
    message: "Es sind noch zu wenige Urteile.",
    remedy: "Beurteilen Sie weitere Masken, gute und schlechte.",
    hasDetail: true,
  },
  "nothing-to-judge": {
    message: "Es gibt noch nichts zu beurteilen.",
    remedy: "Fügen Sie einen Ordner hinzu.",
    hasDetail: true,
  },
  "no-judge-yet": {
    message: "Es gibt noch keinen Gutachter.",
    remedy: "Beurteilen Sie einige Masken und trainieren Sie einen.",
    hasDetail: false,
  },
  "no-masks": {
    message: "Im Projekt sind keine solchen Masken.",
    remedy: "Fügen Sie einen Ordner mit Masken hinzu, oder lassen Sie Winnow welche vorschlagen.",
    hasDetail: true,
  },
  "no-images": {
    message: "Im Projekt sind keine Bilder.",
    remedy: "Fügen Sie einen Ordner mit Bildern hinzu.",
    hasDetail: true,
  },
  "nothing-to-release": {
    message: "Es ist noch keine Maske angenommen.",
    remedy: "Beurteilen Sie Masken, oder beweisen Sie die Schranke.",
    hasDetail: false,
  },
  "engine-died": {
    message: "Der Rechenkern blieb mehrmals stehen. Alle Urteile sind gespeichert.",
    remedy: "Schließen Sie andere Programme, dann versuchen Sie es noch einmal; es geht weiter, wo es war.",
    hasDetail: true,
  },
  "engine-failed": {
    message: "Das Rechnen ist gescheitert. Alle Urteile sind gespeichert.",
    remedy: "Versuchen Sie es noch einmal.",
    hasDetail: true,
  },
  "tensorflow-missing": {
    message: "TensorFlow lässt sich nicht laden.",
    remedy: "„winnow doctor“ sagt, was fehlt.",
    hasDetail: true,
  },
  "core-lost": {
    message: "Die Verbindung zum Projekt ist unterbrochen. Alle bestätigten Urteile sind gespeichert.",
    remedy: "Einen Augenblick, es wird wieder geöffnet.",
    hasDetail: false,
  },
  "too-many-calls": { message: "Zu viel auf einmal.", remedy: "Warten Sie einen Augenblick.", hasDetail: false },
  internal: {
    message: "Das ist ein Fehler in Winnow. Alle bestätigten Urteile sind gespeichert.",
    remedy: "Bitte melden Sie ihn mit dem, was Sie getan haben.",
    hasDetail: true,
  },
};
