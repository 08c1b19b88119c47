/**
 * The weights of UniPC's differences (Zhao et al. 2023, the condition of theorem 3.1), from small
 * linear systems solved in float64.
 */

/** The paper's B(h): `bh1` is h itself, `bh2` is e^h - 1. */
export type UnipcKind = 'bh1' | 'bh2';

/** Solves matrix x = right for a few rows by elimination with the largest pivot. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const entry = (row: number, column: number) => rows[row]?.[column] ?? 0;
  const size = rows.length;
  for (let pivot = 0; pivot < size; pivot++) {
    let largest = pivot;
    for (let i = pivot + 1; i < size; i++) if (Math.abs(entry(i, pivot)) > Math.abs(entry(largest, pivot))) largest = i;
    [rows[pivot], rows[largest]] = [rows[largest] ?? [], rows[pivot] ?? []];
    for (let i = 0; i < size; i++) {
      if (i === pivot) continue;
      const factor = entry(i, pivot) / entry(pivot, pivot);
      rows[i] = (rows[i] ?? []).map((value, column) => value - factor * entry(pivot, column));
    }
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}

/**
 * The right side n! phi_{n+1}(z) / B(z) for n = 1 to `count`, multiplied by B, which cancels
 * against the factor before the sum.
 */
function moments(count: number, z: number): number[] {
  const result: number[] = [];
  let factorial = 1;
  let phi = Math.expm1(z) / z - 1;
  for (let n = 1; n <= count; n++) {
    result.push(phi * factorial);
    factorial *= n + 1;
    phi = phi / z - 1 / factorial;
  }
  return result;
}

/** Half of B(z). If there is only one unknown, the paper uses 1/2 for any step length. */
function halfOfB(z: number, kind: UnipcKind): number {
  return (kind === 'bh1' ? z : Math.expm1(z)) / 2;
}

/**
 * The weights of (m_k - m_0) with which the polynomial through the outputs is integrated exactly.
 * `positions`: the outputs' positions as shares of the step in lambda; the corrector's last
 * position is 1, the end of the step.
 */
function exactWeights(positions: readonly number[], z: number): number[] {
  const matrix = positions.map((_, power) => positions.map((position) => position ** power));
  return solve(matrix, moments(positions.length, z)).map((rho, k) => rho / (positions[k] ?? 1));
}

/** For the corrector, whose last position is the end of the step. */
export function solvedWeights(positions: readonly number[], z: number, kind: UnipcKind): number[] {
  return positions.length === 1 ? [halfOfB(z, kind)] : exactWeights(positions, z);
}

/** For the predictor, which uses only past outputs. */
export function predictorWeights(positions: readonly number[], z: number, kind: UnipcKind): number[] {
  const [first, ...others] = positions;
  if (first === undefined) return [];
  return others.length === 0 ? [halfOfB(z, kind) / first] : exactWeights(positions, z);
}
