/**
 * The gradient norms of a kept run. A checkpoint does not contain them, so the page keeps them and
 * shows them again when the run is restored.
 */
import type { StoreContext } from '../context.ts';
import type { KeptNorms } from '../types/runs.ts';
import { runLimits } from './kept-run.ts';

/** Thinned: the lowest and the highest of each bucket of steps. */
export function normsOf({ metrics }: Pick<StoreContext, 'metrics'>): KeptNorms {
  const { steps, values } = metrics.curve('gradientNorms', runLimits.points / 2, 0);
  return { steps: Float64Array.from(steps), values: Float32Array.from(values) };
}

/** Gives each restored loss without a norm the last norm that was kept before it. */
export function bringNorms({ metrics }: Pick<StoreContext, 'metrics'>, norms: KeptNorms): void {
  const { steps, losses, gradientNorms } = metrics.view();
  if (norms.steps.length === 0 || gradientNorms.some(Number.isFinite)) return;
  let at = -1;
  const brought = Float32Array.from(steps, (step) => {
    while ((norms.steps[at + 1] ?? Number.POSITIVE_INFINITY) <= step) at += 1;
    return norms.values[at] ?? Number.NaN;
  });
  metrics.replace({ steps: steps.slice(), losses: losses.slice(), gradientNorms: brought });
}
