/**
 * Compares how far two runs with the same batches, timesteps and noise are apart with the normal
 * scatter of a batch's loss.
 */

export interface LossCurve {
  readonly kernels: 'ours' | 'stock';
  readonly adapter: string;
  readonly recipe: string;
  readonly batchSize: number;
  /** Steps of the schedule; a running run has done fewer. */
  readonly steps: number;
  readonly losses: readonly number[];
  readonly norms: readonly number[];
  /** Tensors, their bytes, and the bytes of all buffers of the backend, used and pooled. */
  readonly memory: readonly {
    readonly step: number;
    readonly numTensors: number;
    readonly numBytes: number;
    readonly gpuBytes: number;
  }[];
  readonly seconds: number;
}

export interface CurveWindow {
  /** The first step, and how many steps are averaged. */
  readonly first: number;
  readonly count: number;
  readonly a: number;
  readonly b: number;
  /**
   * The standard error of either mean: the losses' standard deviation divided by the root of their
   * count.
   */
  readonly standardError: number;
  /** |a - b| / (standardError * sqrt 2): about 1 if the two runs differ only by chance. */
  readonly distance: number;
}

/** Compares only the steps that both runs have done. Throws if their batches differ. */
export function compareCurves(a: LossCurve, b: LossCurve, count = 100): readonly CurveWindow[] {
  for (const key of ['recipe', 'batchSize', 'steps'] as const) {
    if (a[key] !== b[key]) throw new Error(`the two differ in ${key}: ${a[key]} and ${b[key]}`);
  }
  const windows: CurveWindow[] = [];
  for (let first = 0; first + count <= Math.min(a.losses.length, b.losses.length); first += count) {
    const [lossesA, lossesB] = [a.losses.slice(first, first + count), b.losses.slice(first, first + count)];
    const [meanA, meanB] = [mean(lossesA), mean(lossesB)];
    const variance = mean(lossesA.map((loss) => (loss - meanA) ** 2));
    const standardError = Math.sqrt(variance / count);
    const distance = Math.abs(meanA - meanB) / (standardError * Math.SQRT2);
    windows.push({ first, count, a: meanA, b: meanB, standardError, distance });
  }
  return windows;
}

/**
 * The first step whose losses are further apart than this, relative to the first run's; null: none.
 */
export function firstApart(a: LossCurve, b: LossCurve, relative: number): number | null {
  const apart = a.losses.findIndex((loss, i) => Math.abs(loss - (b.losses[i] ?? loss)) > relative * loss);
  return apart < 0 ? null : apart;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
