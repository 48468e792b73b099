import type { FindingTexts } from "../en/findings.ts";

/** Im Deutschen steht auch, was zu tun ist; die Einzelheiten einer Datei kommen aus dem Kern und sind englisch. */
export const findings: FindingTexts = {
  "mask-size-differs": {
    title: "Maske und Bild sind verschieden groß",
    text: "Eine Maske zu skalieren verschiebt ihre Ränder; das geschieht nicht von selbst. Geben Sie die Maske in der Größe ihres Bildes aus.",
  },
  "mask-spacing-differs": {
    title: "Maske und Bild haben verschiedene Abstände",
    text: "Geben Sie die Maske auf dem Gitter ihres Bildes aus.",
  },
  "mask-position-differs": {
    title: "Die Maske liegt anders als ihr Bild",
    text: "Größe, Abstände und Richtung stimmen überein. Die Lage des Bildes gilt. Ihre Dateien bleiben, wie sie sind.",
  },
  "mask-empty": {
    title: "Die Maske ist leer",
    text: "Eine leere Maske kann „nichts da“ oder „noch nicht gezeichnet“ heißen. Winnow kann es nicht wissen.",
  },
  "mask-covers-all": { title: "Die Maske bedeckt das ganze Bild", text: "Sehen Sie nach, ob das so gemeint ist." },
  "mask-single-voxel": { title: "Die Maske ist ein einziger Punkt", text: "Sehen Sie nach, ob das so gemeint ist." },
  "mask-lossy": {
    title: "Die Maske wurde mit Verlust gespeichert",
    text: "Speichern Sie Masken als PNG oder NIfTI, nicht als JPEG.",
  },
  "mask-in-colours": { title: "Die Maske ist ein Farbbild", text: "Geben Sie die Maske mit einer Zahl je Klasse aus." },
  "mask-of-instances": {
    title: "Die Maske nummeriert einzelne Objekte",
    text: "Alle Objekte werden als eine Klasse gelesen.",
  },
  "mask-too-many-labels": {
    title: "Die Maske hat zu viele Werte",
    text: "Geben Sie die Maske mit einer Zahl je Klasse aus.",
  },
  "mask-not-integer": {
    title: "Die Werte der Maske sind keine ganzen Zahlen",
    text: "Geben Sie die Maske mit ganzen Zahlen aus.",
  },
  "mask-not-finite": { title: "Die Maske enthält Werte, die keine Zahlen sind", text: "Geben Sie die Maske neu aus." },
  "mask-negative": { title: "Die Maske enthält negative Werte", text: "Geben Sie die Maske mit Werten ab 0 aus." },
  "mask-changed": {
    title: "Die Maske hat sich seit dem Hinzufügen geändert",
    text: "Urteile über die frühere Fassung gelten nicht mehr.",
  },
  "pair-mask-without-image": {
    title: "Diese Masken haben kein Bild",
    text: "Kein Bild passt zu diesen Namen. Fügen Sie den Ordner mit den Bildern hinzu.",
  },
  "pair-image-without-mask": {
    title: "Diese Bilder haben keine Maske",
    text: "Fügen Sie den Ordner mit ihren Masken hinzu.",
  },
  "pair-ambiguous": {
    title: "Diese Dateien lassen sich auf zwei Arten zuordnen",
    text: "Legen Sie eine Tabelle mapping.csv mit den Spalten img_path und mask_path dazu.",
  },
  "pair-file-missing": {
    title: "Eine Datei der Tabelle ist nicht da",
    text: "Berichtigen Sie die Tabelle oder legen Sie die Datei dazu.",
  },
  "pair-image-refused": {
    title: "Das Bild dieser Masken wurde ausgelassen",
    text: "Beheben Sie zuerst den Fehler des Bildes.",
  },
  "image-changed": {
    title: "Das Bild hat sich seit dem Hinzufügen geändert",
    text: "Urteile über die frühere Fassung gelten nicht mehr.",
  },
  "image-not-finite": { title: "Das Bild enthält Werte, die keine Zahlen sind", text: "Sie werden als 0 gelesen." },
  "image-too-large": { title: "Das Bild ist zu groß", text: "Speichern Sie es in Teilen oder kleiner." },
  "image-one-voxel": { title: "Das Bild ist ein einziger Punkt", text: "Geben Sie das Bild neu aus." },
  "image-unreadable": {
    title: "Das Bild ist nicht lesbar",
    text: "Kopieren Sie es erneut und drücken Sie dann „Erneut prüfen“.",
  },
  "image-suspiciously-packed": {
    title: "Die Datei würde ausgepackt viel größer, als sie ist",
    text: "Sehen Sie nach, woher sie kommt, und geben Sie sie neu aus.",
  },
  "picture-damaged": {
    title: "Die Datei ist abgeschnitten oder beschädigt",
    text: "Kopieren Sie sie erneut von dort, woher sie kam, und drücken Sie dann „Erneut prüfen“.",
  },
  "picture-no-pixels": { title: "Die Datei enthält kein Bild", text: "Geben Sie das Bild neu aus." },
  "picture-unsupported": { title: "Bilder dieser Art werden nicht gelesen", text: "Speichern Sie das Bild als PNG." },
  "picture-misnamed": { title: "Die Datei ist nicht, was ihr Name sagt", text: "Geben Sie ihr die richtige Endung." },
  "picture-": { title: "Ungewöhnliche Bilddatei", text: "Sehen Sie nach, ob das Bild so gemeint ist." },
  "nifti-data": {
    title: "Die Datei ist abgeschnitten",
    text: "Kopieren Sie sie erneut von dort, woher sie kam, und drücken Sie dann „Erneut prüfen“.",
  },
  "nifti-header": {
    title: "Der Kopf der Datei ist beschädigt",
    text: "Geben Sie die Datei aus dem Programm neu aus, das sie gemacht hat.",
  },
  "nifti-no-orientation": {
    title: "Die Datei sagt ihre Ausrichtung nicht",
    text: "Seitenangaben fehlen darum in der Ansicht.",
  },
  "nifti-four-dimensional": {
    title: "Die Datei enthält mehrere Volumina",
    text: "Geben Sie jedes Volumen für sich aus.",
  },
  "nifti-forms-differ": { title: "Die Datei nennt zwei Lagen", text: "Sehen Sie nach, ob die Seiten stimmen." },
  "nifti-": {
    title: "Ungewöhnliche NIfTI-Datei",
    text: "Geben Sie die Datei aus dem Programm neu aus, das sie gemacht hat.",
  },
  "dicom-seg": { title: "DICOM SEG wird noch nicht gelesen", text: "Geben Sie die Maske als NIfTI oder PNG aus." },
  "file-empty": { title: "Die Datei ist leer", text: "Kopieren Sie sie erneut von dort, woher sie kam." },
  "file-unreadable": { title: "Die Datei ist nicht lesbar", text: "Kopieren Sie sie erneut von dort, woher sie kam." },
  "file-no-permission": { title: "Die Datei darf nicht gelesen werden", text: "Fragen Sie, wem der Ordner gehört." },
  "file-vanished": {
    title: "Die Datei ist verschwunden",
    text: "Drücken Sie „Erneut prüfen“, wenn sie wieder da ist.",
  },
  "file-read-error": { title: "Die Platte oder das Netz meldete einen Fehler", text: "Kopieren Sie die Datei erneut." },
  "file-changed": {
    title: "Die Datei änderte sich beim Lesen",
    text: "Drücken Sie „Erneut prüfen“, wenn sie fertig ist.",
  },
  "file-misnamed": { title: "Die Datei ist nicht, was ihr Name sagt", text: "Geben Sie ihr die richtige Endung." },
  "read-timeout": { title: "Das Lesen dauerte zu lange", text: "Drücken Sie „Erneut prüfen“." },
  "table-unreadable": { title: "Eine Tabelle ist nicht lesbar", text: "Speichern Sie sie als CSV in UTF-8." },
  "folder-": { title: "Ein Ordner ist nicht lesbar", text: "Fragen Sie, wem der Ordner gehört." },
  "link-": { title: "Einer Verknüpfung wird nicht gefolgt", text: "Fügen Sie den Ordner hinzu, auf den sie zeigt." },
  "data-cut-short": {
    title: "Die Datei ist abgeschnitten",
    text: "Kopieren Sie sie erneut von dort, woher sie kam, und drücken Sie dann „Erneut prüfen“.",
  },
  "gzip-": {
    title: "Die gepackte Datei ist beschädigt",
    text: "Kopieren Sie sie erneut von dort, woher sie kam, und drücken Sie dann „Erneut prüfen“.",
  },
  "format-not-read": {
    title: "Dateien dieser Art werden nicht gelesen",
    text: "Speichern Sie das Bild als NIfTI, DICOM oder PNG.",
  },
  "trailing-data": {
    title: "Die Datei geht nach ihrem Bild weiter",
    text: "Sehen Sie nach, ob das Bild vollständig ist.",
  },
  "reader-crashed": {
    title: "Diese Datei ließ sich nicht lesen",
    text: "Öffnen Sie sie in dem Programm, das sie gemacht hat, und geben Sie sie neu aus.",
  },
  "nifti-header-": {
    title: "Der Kopf der Datei ist beschädigt",
    text: "Geben Sie die Datei aus dem Programm neu aus, das sie gemacht hat.",
  },
  "nifti-data-file-missing": {
    title: "Zum Kopf fehlt die Datei mit den Daten",
    text: "Legen Sie die .img-Datei dazu.",
  },
  "pair-": { title: "Ein Teil des Falls wurde ausgelassen", text: "Beheben Sie zuerst den Fehler dieser Datei." },
  "not-a-file": { title: "Weder Datei noch Ordner", text: "Es wird nicht gelesen." },
  "": { title: "Etwas an diesen Dateien", text: null },
};
