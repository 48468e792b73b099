import { clopperPearsonLower } from "./binomial.ts";

/** How far two raters agree beyond chance. */
export interface KappaEstimate {
  readonly n: number;
  readonly nAgreed: number;
  /** Share on which they agree; null without any. */
  readonly agreement: number | null;
  /** Null where it is not defined: both have used one answer only, the same. */
  readonly kappa: number | null;
  /** 95 %; null with kappa. */
  readonly interval: readonly [number, number] | null;
  /** Large-sample standard error; null with kappa. */
  readonly standardError: number | null;
}

const Z_95 = 1.959963984540054;

/**
 * Cohen's kappa, (po − pe) / (1 − pe), with the large-sample interval of Fleiss, Cohen and Everitt (1969) (methods 10.4).
 * Where all agree, that interval would have no width: its lower end then comes from the exact Clopper-Pearson bound on
 * the agreement, the chance agreement taken as it is.
 * @param table counts: the first rater's answer by the second's
 */
export function cohenKappa(table: readonly (readonly number[])[]): KappaEstimate {
  const n = sum(table.map(sum));
  const nAgreed = sum(table.map((row, i) => row[i]!));
  if (n === 0) return { n, nAgreed, agreement: null, kappa: null, interval: null, standardError: null };
  const rows = table.map((row) => sum(row) / n);
  const columns = table.map((_, j) => sum(table.map((row) => row[j]!)) / n);
  const po = nAgreed / n;
  const pe = sum(rows.map((share, i) => share * columns[i]!));
  if (1 - pe < 1e-12) return { n, nAgreed, agreement: po, kappa: null, interval: null, standardError: null };
  const kappa = (po - pe) / (1 - pe);
  const standardError = Math.sqrt(Math.max(0, variance({ table, n, rows, columns, pe, kappa })));
  const interval: [number, number] =
    nAgreed === n
      ? [(clopperPearsonLower(n, n, 0.025) - pe) / (1 - pe), 1]
      : [kappa - Z_95 * standardError, kappa + Z_95 * standardError];
  return {
    n,
    nAgreed,
    agreement: po,
    kappa,
    interval: [Math.max(-1, interval[0]), Math.min(1, interval[1])],
    standardError,
  };
}

/** Fleiss, Cohen and Everitt (1969), equation 13. */
function variance({
  table,
  n,
  rows,
  columns,
  pe,
  kappa,
}: {
  table: readonly (readonly number[])[];
  n: number;
  rows: readonly number[];
  columns: readonly number[];
  pe: number;
  kappa: number;
}): number {
  let agreed = 0;
  let differing = 0;
  for (const [i, row] of table.entries()) {
    for (const [j, count] of row.entries()) {
      const share = count / n;
      if (i === j) agreed += share * (1 - (rows[i]! + columns[i]!) * (1 - kappa)) ** 2;
      else differing += share * (columns[i]! + rows[j]!) ** 2;
    }
  }
  const bracket = agreed + (1 - kappa) ** 2 * differing - (kappa - pe * (1 - kappa)) ** 2;
  return bracket / (n * (1 - pe) ** 2);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
