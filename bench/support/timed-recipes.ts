/** A method and the values that make it do what its rival does. */
export interface Timed {
  readonly name: string;
  readonly method: string;
  readonly values: Readonly<Record<string, number | string>>;
}

/** The twelve recipes that are timed against scikit-image and scipy (bench/peers/propose.py has the same names). */
export const timedRecipes: readonly Timed[] = [
  { name: "otsu", method: "otsu", values: {} },
  { name: "multi-otsu", method: "multi-otsu", values: { nClasses: 3 } },
  { name: "li", method: "li", values: {} },
  { name: "triangle", method: "triangle", values: {} },
  { name: "sauvola", method: "sauvola", values: { window: 51 } },
  { name: "k-means", method: "k-means", values: { nClusters: 3 } },
  { name: "som-3x3", method: "som", values: { nx: 3, ny: 3, nRegions: 3, iterations: 5000 } },
  { name: "watershed-distance", method: "watershed-distance", values: {} },
  { name: "watershed-gradient", method: "watershed-gradient", values: {} },
  { name: "region-growing", method: "region-growing", values: {} },
  { name: "random-walker-half", method: "random-walker", values: { scale: 0.5 } },
  { name: "chan-vese-100", method: "chan-vese", values: { iterations: 100 } },
];
