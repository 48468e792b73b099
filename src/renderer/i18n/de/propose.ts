import { PROPOSED } from "#contract/recipes.ts";
import type { propose as english } from "../en/propose.ts";
import { format } from "../format.ts";

const n = (count: number): string => format.number(count);
const images = (count: number): string => (count === 1 ? "1 Bild" : `${n(count)} Bilder`);
const inImages = (count: number): string => (count === 1 ? "1 Bild" : `${n(count)} Bildern`);
const masks = (count: number): string => (count === 1 ? "1 Maske" : `${n(count)} Masken`);
const recipes = (count: number): string => (count === 1 ? "1 Rezept" : `${n(count)} Rezepte`);
const sides = { bright: "hell", dark: "dunkel" } as const;

export const propose: typeof english = {
  title: "Masken vorschlagen",
  lead: "Jedes Rezept macht von jedem Bild eine Maske. Danach wählen Sie unter ihnen.",
  recipes: "Rezepte",
  recipe: (name) => `Rezept ${name}`,
  runs: (name) => `${name} ausführen`,
  steps: (method, filters) => [...filters, method].join(", "),
  switchedOn: (name) => `${name} wird ausgeführt.`,
  switchedOff: (name) => `${name} wird nicht ausgeführt.`,
  removed: (name) => `${name} entfernt.`,
  copy: "Kopie des Rezepts hinzufügen",
  mostCopies: (most) => `Ein Projekt hat höchstens ${recipes(most)}. Entfernen Sie zuerst eines.`,
  remove: "Rezept entfernen",
  standardStays: "Rezepte, die zu Winnow gehören, bleiben in der Liste. Schalten Sie es stattdessen aus.",
  undone: "Rückgängig: Die Rezepte sind wie zuvor.",
  own: "eigenes",
  standard: "Standard",
  changed: "geändert",
  reset: "Zurück zum Standard-Rezept",
  name: "Name",
  nameHint: (name) => `Seine Masken haben die Quelle „${PROPOSED}${name}“.`,
  nameProblems: {
    bad: "Kleine Buchstaben, Ziffern und Bindestriche; der erste ist kein Bindestrich.",
    taken: "Ein anderes Rezept heißt so.",
  },
  polarity: "Das Objekt ist",
  polarities: { auto: "Wie gefunden", bright: "Hell", dark: "Dunkel" },
  polarityFound: (found) => {
    if (found.length === 0) return "Jedes Bild wird angesehen.";
    const nBright = found.filter((side) => side === "bright").length;
    if (nBright === 0 || nBright === found.length) return `Gefunden: ${sides[found[0]!]} in ${inImages(found.length)}.`;
    return `Gefunden: hell in ${n(nBright)}, dunkel in ${n(found.length - nBright)} dieser Bilder.`;
  },
  filters: "Davor",
  noFilters: "Das Bild, wie es ist.",
  addFilter: "Filter hinzufügen",
  moveUp: (name) => `${name}: früher`,
  moveDown: (name) => `${name}: später`,
  removeFilter: (name) => `Entfernen: ${name}`,
  method: "Verfahren",
  cleanUp: "Danach",
  pictures: (name) => `Was ${name} aus diesen Bildern macht`,
  image: (name) => `Bild ${name}`,
  position: (index, count) => `${n(index)} von ${n(count)}`,
  previousImage: "Voriges Bild",
  nextImage: "Nächstes Bild",
  enlarge: (name) => `${name} groß zeigen`,
  found: (side, told, share) =>
    [side === "bright" ? "Hell" : "Dunkel", told, share === 0 ? "nichts innen" : `${format.percent(share)} innen`]
      .filter(Boolean)
      .join(", "),
  noMask: "Keine Maske.",
  coarse: "Grob.",
  refining: "Grob, wird verfeinert.",
  underWay: "Eine Maske wird gemacht",
  run: "Ausführen",
  className: "Was die Masken zeigen",
  classHint: (name, isKnown) =>
    isKnown ? `Sie kommen zu den anderen Masken von „${name}“.` : `Eine neue Klasse des Projekts: „${name}“.`,
  upTo: (nOn, nCases) =>
    nOn === 0 ? "Kein Rezept ist an." : `${recipes(nOn)} und ${images(nCases)}: höchstens ${masks(nOn * nCases)}.`,
  noneOn: "Schalten Sie zuerst ein Rezept ein.",
  makeMasks: (nCases) => (nCases === 1 ? "Masken des Bildes machen" : `Masken aller ${n(nCases)} Bilder machen`),
  soFar: (done, total) => `${n(done)} von ${inImages(total)}`,
  stop: "Anhalten",
  stopNote: "Gemachte Masken bleiben erhalten. Sie können inzwischen weiterarbeiten.",
  stopped: "Angehalten. Die bisher gemachten Masken bleiben; ein neuer Start macht weiter.",
  failed: "Es konnten keine Masken gemacht werden.",
  summary: "Was gemacht wurde",
  made: (nMasks, nCases) =>
    `${nMasks === 0 ? "Keine neue Maske" : `${n(nMasks)} neue ${nMasks === 1 ? "Maske" : "Masken"}`} von ${inImages(nCases)}.`,
  markedReplaced: (n0) =>
    n0 === 1
      ? "1 Maske mit einem Urteil ist nicht mehr in Gebrauch, weil ihr Rezept geändert wurde. Das Urteil bleibt erhalten und zählt wieder, wenn das frühere Rezept läuft."
      : `${n(n0)} Masken mit Urteilen sind nicht mehr in Gebrauch, weil ihre Rezepte geändert wurden. Die Urteile bleiben erhalten und zählen wieder, wenn die früheren Rezepte laufen.`,
  leftOut: (nAlike, nEmpty) =>
    `Nicht behalten: ${n(nAlike)} wie eine andere desselben Bildes, ${n(nEmpty)} leer oder fast das ganze Bild.`,
  keptBefore: (count) => `${masks(count)} derselben Rezepte ${count === 1 ? "war" : "waren"} schon da.`,
  nothingMade: "Sehen Sie die Bilder jedes Rezepts an, und ändern Sie, was nicht passt.",
  showMade: "Zeigen, was gemacht wurde",
  columns: { recipe: "Rezept", masks: "Masken", alike: "Wie eine andere", empty: "Leer" },
  unreadable: (count) => `${images(count)} ${count === 1 ? "konnte" : "konnten"} nicht gelesen werden`,
  andMore: (count) => `und ${n(count)} weitere`,
  startReviewing: "Prüfen beginnen",
  nothingToReview: "Es gibt noch keine Masken zu prüfen.",
  backToRecipes: "Zurück zu den Rezepten",
  emptyTitle: "Dieses Projekt hat noch keine Bilder",
  emptyText: "Rezepte machen Masken von Bildern. Fügen Sie zuerst einen Ordner mit Bildern hinzu.",
  chooseFolder: "Ordner wählen",
  cannotLoad: "Die Rezepte können nicht gezeigt werden",
  keysRecipe: "Rezept",
  keysImage: "Anderes Bild",
  keysEnlarge: "Nächstes groß",
  keysMask: "Maske an, aus",
  keysToggle: "Rezept an, aus",
  keysRun: "Masken machen",
  keysAll: "Alle Tasten",
  actions: {
    back: "Zurück zu den Daten",
    previous: "Voriges Rezept",
    next: "Nächstes Rezept",
    toggle: "Rezept an, aus",
    enlarge: "Das nächste Bild groß zeigen",
    cancelPreview: "Verfeinern der Vorschau anhalten",
  },
};
