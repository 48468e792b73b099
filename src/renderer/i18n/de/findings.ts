import type { FindingTexts } from "../en/findings.ts";

/** Im Deutschen steht auch, was zu tun ist; die Einzelheiten einer Datei kommen aus dem Kern und sind englisch. */
export const findings: FindingTexts = {
  "mask-size-differs": {
    title: "Maske und Bild sind verschieden groß",
    text: "Eine Maske zu skalieren verschiebt ihre Ränder; das geschieht nicht von selbst. Richten Sie sie, oder geben Sie die Maske in der Größe ihres Bildes aus.",
  },
  "mask-spacing-differs": {
    title: "Maske und Bild haben verschiedene Abstände",
    text: "Richten Sie sie, oder geben Sie die Maske auf dem Gitter ihres Bildes aus.",
  },
  "mask-position-differs": {
    title: "Die Maske liegt anders als ihr Bild",
    text: "Größe und Abstände stimmen überein. Die Lage des Bildes gilt. Sehen Sie sie an; liegt sie falsch, richten Sie sie.",
  },
  "mask-empty": {
    title: "Die Maske ist leer",
    text: "Eine leere Maske kann „nichts da“ oder „noch nicht gezeichnet“ heißen. Winnow kann es nicht wissen.",
  },
  "mask-covers-all": { title: "Die Maske bedeckt das ganze Bild", text: "Sehen Sie nach, ob das so gemeint ist." },
  "mask-single-voxel": { title: "Die Maske ist ein einziger Punkt", text: "Sehen Sie nach, ob das so gemeint ist." },
  "mask-lossy": {
    title: "Die Maske wurde mit Verlust gespeichert",
    text: "Richten Sie sie, oder speichern Sie Masken als PNG oder NIfTI, nicht als JPEG.",
  },
  "mask-in-colours": {
    title: "Die Maske ist ein Farbbild",
    text: "Richten Sie sie (jede Farbe wird eine Klasse), oder geben Sie die Maske mit einer Zahl je Klasse aus.",
  },
  "mask-of-instances": {
    title: "Die Maske nummeriert einzelne Objekte",
    text: "Alle Objekte werden als eine Klasse gelesen.",
  },
  "mask-too-many-labels": {
    title: "Die Maske hat zu viele Werte",
    text: "Richten Sie sie, wenn sie einzelne Objekte nummeriert. Sonst geben Sie die Maske mit einer Zahl je Klasse aus.",
  },
  "mask-not-integer": {
    title: "Die Werte der Maske sind keine ganzen Zahlen",
    text: "Richten Sie sie (mit einer Schwelle), oder geben Sie die Maske mit ganzen Zahlen aus.",
  },
  "mask-not-finite": {
    title: "Die Maske enthält Werte, die keine Zahlen sind",
    text: "Richten Sie sie, oder geben Sie die Maske neu aus.",
  },
  "mask-negative": {
    title: "Die Maske enthält negative Werte",
    text: "Richten Sie sie, oder geben Sie die Maske mit Werten ab 0 aus.",
  },
  "mask-soft-edges": {
    title: "Die Maske hat glatte Ränder",
    text: "Richten Sie sie: Jeder Grauwert gilt dann als der nächste der Haupt-Grauwerte.",
  },
  "mask-values-gaps": {
    title: "Die Werte der Masken haben Lücken",
    text: "Richten Sie sie: Benennen Sie die Klassen, oder nummerieren Sie sie neu. Sind die Zahlen so gemeint, ist nichts zu tun.",
  },
  "mask-label-unknown": {
    title: "Die Maske enthält Werte ohne Namen",
    text: "Benennen Sie sie in dataset.json, oder richten Sie die Maske: dort benennen oder weglassen.",
  },
  "mask-several-volumes": {
    title: "Die Maske enthält mehrere Volumina",
    text: "Speichern Sie das Volumen, das zum Bild gehört, als eigene Datei; von einer Segmentierung mit Ebenen jedes Segment.",
  },
  "mask-mend-again": {
    title: "Eine gerichtete Maske hat sich geändert",
    text: "Sie gilt jetzt, wie sie ist. Sehen Sie sie an, und richten Sie sie erneut, wenn es nötig ist.",
  },
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
  "image-other-volume": {
    title: "Ein anderes Volumen wird verwendet als zuvor",
    text: "Bewertungen des früheren bleiben erhalten, zählen aber nicht mehr. Sehen Sie die Masken erneut an, oder nehmen Sie die Wahl zurück.",
  },
  "image-several-volumes": {
    title: "Die Datei enthält mehrere Volumina",
    text: "Wählen Sie das Volumen, auf dem die Masken gezeichnet wurden.",
  },
  "image-volumes-changed": {
    title: "Die Datei enthält eine andere Zahl von Volumina als zuvor",
    text: "Wählen Sie das Volumen erneut.",
  },
  "image-too-many-dimensions": {
    title: "Die Datei hat mehr als vier Dimensionen",
    text: "Teilen Sie sie in Dateien mit drei Dimensionen, oder mit vier: ein Volumen nach dem anderen.",
  },
  "image-not-finite": { title: "Das Bild enthält Werte, die keine Zahlen sind", text: "Sie werden als 0 gelesen." },
  "image-too-large": { title: "Das Bild ist zu groß", text: "Speichern Sie es in Teilen oder kleiner." },
  "image-one-voxel": { title: "Das Bild ist ein einziger Punkt", text: "Geben Sie das Bild neu aus." },
  "image-unreadable": {
    title: "Das Bild ist nicht lesbar",
    text: "Kopieren Sie es erneut und drücken Sie dann „Erneut prüfen“.",
  },
  "image-integers-too-large": {
    title: "Das Bild enthält zu große Zahlen",
    text: "Speichern Sie es mit 32 Bit.",
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
  "picture-turned": {
    title: "Das Bild wird aufrecht gedreht",
    text: "Sehen Sie nach, ob seine Maske noch passt.",
  },
  "picture-pages-differ": {
    title: "Die Seiten sind keine Schichten eines Volumens",
    text: "Speichern Sie die Seite, zu der die Maske gehört, für sich.",
  },
  "picture-palette-left-out": {
    title: "Die Palette eines Stapels wird ausgelassen",
    text: "Die Zahlen gelten, nicht die Farben.",
  },
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
  "volume-header-": {
    title: "Der Kopf der Datei ist beschädigt",
    text: "Geben Sie die Datei aus dem Programm neu aus, das sie gemacht hat.",
  },
  "volume-data-damaged": {
    title: "Die Datei ist abgeschnitten oder beschädigt",
    text: "Kopieren Sie sie erneut von dort, woher sie kam, und drücken Sie dann „Erneut prüfen“.",
  },
  "volume-data-file-missing": {
    title: "Zum Kopf fehlt die Datei mit den Daten",
    text: "Legen Sie die Datei mit den Daten dazu.",
  },
  "volume-data-file-elsewhere": {
    title: "Die Datei mit den Daten heißt anders als ihr Kopf",
    text: "Geben Sie beiden denselben Namen, oder speichern Sie das Bild in einer Datei.",
  },
  "volume-in-slices": {
    title: "Das Volumen besteht aus einer Datei je Schicht",
    text: "Speichern Sie es in einer Datei.",
  },
  "volume-no-orientation": {
    title: "Die Datei sagt ihre Ausrichtung nicht",
    text: "Seitenangaben fehlen darum in der Ansicht.",
  },
  "volume-four-dimensional": {
    title: "Die Datei enthält mehrere Volumina",
    text: "Geben Sie jedes Volumen für sich aus.",
  },
  "volume-": {
    title: "Ungewöhnliche Volumendatei",
    text: "Geben Sie die Datei aus dem Programm neu aus, das sie gemacht hat.",
  },
  "nifti-": {
    title: "Ungewöhnliche NIfTI-Datei",
    text: "Geben Sie die Datei aus dem Programm neu aus, das sie gemacht hat.",
  },
  "image-twice": {
    title: "Bild ist zweimal da",
    text: "Nehmen Sie eines der beiden heraus, wenn nicht beide gewollt sind.",
  },
  "image-near-copy": {
    title: "Bild gleicht einem anderen fast ganz",
    text: "Beide zählen als eine Person. Sind es verschiedene, sagen Sie es in einer Tabelle der Personen.",
  },
  "mask-of-another-case": {
    title: "Maske ist die eines anderen Falls",
    text: "Eine der beiden ist wohl ein Versehen beim Kopieren. Sehen Sie beide an.",
  },
  "dicom-slices-missing": {
    title: "Schichten einer DICOM-Serie fehlen",
    text: "Geben Sie die ganze Serie erneut aus.",
  },
  "dicom-slices-": {
    title: "Schichten einer DICOM-Serie passen nicht zusammen",
    text: "Geben Sie die Serie erneut aus, ohne einzelne Schichten zu verändern.",
  },
  "dicom-place-twice": {
    title: "Zwei Schichten liegen an derselben Stelle",
    text: "Geben Sie jedes Volumen als eigene Serie aus.",
  },
  "dicom-same-instance": {
    title: "Dieselbe Schicht ist zweimal da",
    text: "Nichts zu tun: Eine von beiden wird verwendet.",
  },
  "dicom-series-mixed": {
    title: "DICOM-Serie enthält Schichten verschiedener Art",
    text: "Prüfen Sie, ob sie zu dieser Serie gehören. Oft liegt eine Übersicht dabei.",
  },
  "dicom-tilted": { title: "Schichten sind geneigt", text: "Nichts zu tun: Winnow behält die Neigung bei." },
  "dicom-no-position": {
    title: "DICOM-Datei sagt nicht, wo sie liegt",
    text: "Geben Sie die Serie erneut aus, mit Lage und Richtung der Schichten.",
  },
  "dicom-not-dicom": {
    title: "Datei ist kein DICOM",
    text: "Nehmen Sie sie heraus, oder geben Sie ihr die richtige Endung.",
  },
  "dicom-header-": { title: "DICOM-Kopf ist beschädigt", text: "Geben Sie die Datei erneut aus." },
  "dicom-picture-": { title: "DICOM-Bild ist nicht lesbar", text: "Geben Sie es ohne Kompression erneut aus." },
  "dicom-mask-by-place": {
    title: "DICOM-Maske wurde nach ihrer Lage zugeordnet",
    text: "Sehen Sie die Maske auf ihrem Bild an.",
  },
  "dicom-mask-": {
    title: "DICOM-Maske passt nicht ganz zu ihrem Bild",
    text: "Sehen Sie die Maske auf ihrem Bild an.",
  },
  "dicom-": { title: "DICOM-Datei, die nicht verwendbar ist", text: "Geben Sie die Datei erneut aus." },
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
