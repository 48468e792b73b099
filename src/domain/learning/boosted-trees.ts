import { sigmoid } from "../calibration/sigmoid.ts";
import { createRng, shuffled } from "../random/rng.ts";
import type { Classifier, Table } from "./classifier.ts";

export interface TreeNode {
  /** Column that is asked; −1 in a leaf. */
  readonly column: number;
  /** Rows with a value of at most this go left. */
  readonly threshold: number;
  readonly left: number;
  readonly right: number;
  /** What a leaf adds to the logit. */
  readonly value: number;
}

export interface BoostedTrees {
  readonly base: number;
  readonly trees: readonly (readonly TreeNode[])[];
}

export interface BoostingSettings {
  readonly nTrees: number;
  readonly depth: number;
  readonly learningRate: number;
  /** Ridge on leaf values, and the least weight (sum of p(1 − p)) of a leaf. */
  readonly ridge: number;
  readonly minWeight: number;
  /** Shares of rows and columns that a tree sees. */
  readonly rowShare: number;
  readonly columnShare: number;
}

export const defaultBoosting: BoostingSettings = {
  nTrees: 150,
  depth: 3,
  learningRate: 0.08,
  ridge: 1,
  minWeight: 0.5,
  rowShare: 0.8,
  columnShare: 0.5,
};

/**
 * Gradient-boosted trees for a yes-or-no outcome: second-order steps with exact greedy splits (Friedman 2001; Chen and
 * Guestrin 2016). Deterministic for a seed.
 */
export function fitBoostedTrees(
  table: Table,
  isGood: readonly boolean[],
  seed: number,
  settings: BoostingSettings = defaultBoosting,
): BoostedTrees {
  const { nRows, nColumns, values } = table;
  const share = Math.min(0.95, Math.max(0.05, isGood.filter(Boolean).length / Math.max(1, nRows)));
  const base = Math.log(share / (1 - share));
  const logits = new Float64Array(nRows).fill(base);
  const sorted = Array.from({ length: nColumns }, (_, column) =>
    Int32Array.from({ length: nRows }, (_row, index) => index).toSorted(
      (a, b) => values[a * nColumns + column]! - values[b * nColumns + column]! || a - b,
    ),
  );
  const rng = createRng(seed, "boosted-trees");
  const trees: TreeNode[][] = [];
  for (let t = 0; t < settings.nTrees; t += 1) {
    const used = new Uint8Array(nRows);
    const rows = shuffled(
      Array.from({ length: nRows }, (_, index) => index),
      rng,
    );
    for (const row of rows.slice(0, Math.max(2, Math.ceil(settings.rowShare * nRows)))) used[row] = 1;
    const columns = shuffled(
      Array.from({ length: nColumns }, (_, index) => index),
      rng,
    )
      .slice(0, Math.max(1, Math.ceil(settings.columnShare * nColumns)))
      .toSorted((a, b) => a - b);
    const gradient = new Float64Array(nRows);
    const curvature = new Float64Array(nRows);
    for (let r = 0; r < nRows; r += 1) {
      const p = sigmoid(logits[r]!);
      gradient[r] = (isGood[r] ? 1 : 0) - p;
      curvature[r] = Math.max(1e-6, p * (1 - p));
    }
    const tree = growTree({ table, sorted, used, columns, gradient, curvature, settings });
    trees.push(tree);
    for (let r = 0; r < nRows; r += 1) logits[r]! += treeValue(tree, values.subarray(r * nColumns, (r + 1) * nColumns));
  }
  return { base, trees };
}

export function treesClassifier({ base, trees }: BoostedTrees): Classifier {
  return { logit: (row) => trees.reduce((sum, tree) => sum + treeValue(tree, row), base) };
}

function treeValue(tree: readonly TreeNode[], row: ArrayLike<number>): number {
  let node = tree[0]!;
  while (node.column >= 0) node = tree[row[node.column]! <= node.threshold ? node.left : node.right]!;
  return node.value;
}

interface Growth {
  readonly table: Table;
  /** Rows in the order of each column's values. */
  readonly sorted: readonly Int32Array[];
  readonly used: Uint8Array;
  readonly columns: readonly number[];
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
  readonly settings: BoostingSettings;
}

interface Sums {
  readonly gradient: number;
  readonly curvature: number;
}

function growTree(growth: Growth): TreeNode[] {
  const { table, used, settings } = growth;
  const nodeOf = new Int32Array(table.nRows).fill(-1);
  for (let r = 0; r < table.nRows; r += 1) if (used[r] === 1) nodeOf[r] = 0;
  const nodes: TreeNode[] = [leaf(growth, nodeOf, 0)];
  let level = [0];
  for (let depth = 0; depth < settings.depth && level.length > 0; depth += 1) {
    const next: number[] = [];
    for (const id of level) {
      const split = bestSplit(growth, nodeOf, id);
      if (!split) continue;
      const [left, right] = [nodes.length, nodes.length + 1];
      for (let r = 0; r < table.nRows; r += 1) {
        if (nodeOf[r] !== id) continue;
        nodeOf[r] = table.values[r * table.nColumns + split.column]! <= split.threshold ? left : right;
      }
      nodes[id] = { ...split, left, right, value: 0 };
      nodes.push(leaf(growth, nodeOf, left), leaf(growth, nodeOf, right));
      next.push(left, right);
    }
    level = next;
  }
  return nodes;
}

function leaf({ table, gradient, curvature, settings }: Growth, nodeOf: Int32Array, id: number): TreeNode {
  const sums = sumsOf(table.nRows, nodeOf, id, gradient, curvature);
  const value = (settings.learningRate * sums.gradient) / (sums.curvature + settings.ridge);
  return { column: -1, threshold: 0, left: -1, right: -1, value };
}

function sumsOf(n: number, nodeOf: Int32Array, id: number, gradient: Float64Array, curvature: Float64Array): Sums {
  let [g, h] = [0, 0];
  for (let r = 0; r < n; r += 1) {
    if (nodeOf[r] !== id) continue;
    g += gradient[r]!;
    h += curvature[r]!;
  }
  return { gradient: g, curvature: h };
}

function bestSplit(growth: Growth, nodeOf: Int32Array, id: number): { column: number; threshold: number } | null {
  const { table, sorted, columns, gradient, curvature, settings } = growth;
  const { nColumns, nRows, values } = table;
  const all = sumsOf(nRows, nodeOf, id, gradient, curvature);
  const score = (g: number, h: number): number => (g * g) / (h + settings.ridge);
  const whole = score(all.gradient, all.curvature);
  let best = { gain: 1e-4, column: -1, threshold: 0 };
  for (const column of columns) {
    let [g, h, last] = [0, 0, NaN];
    for (const r of sorted[column]!) {
      if (nodeOf[r] !== id) continue;
      const value = values[r * nColumns + column]!;
      if (value > last && h >= settings.minWeight && all.curvature - h >= settings.minWeight) {
        const gain = score(g, h) + score(all.gradient - g, all.curvature - h) - whole;
        if (gain > best.gain) best = { gain, column, threshold: (value + last) / 2 };
      }
      g += gradient[r]!;
      h += curvature[r]!;
      last = value;
    }
  }
  return best.column < 0 ? null : best;
}
