/** The curves of a saved run, in the form in which they cross to the page. */
import type { Checkpoint } from '../ml/checkpoint/checkpoint.ts';
import type { LoadedRun } from '../workers/protocol.ts';

export type Curves = Pick<LoadedRun, 'history' | 'validation'>;

export const noCurves: Curves = { history: null, validation: null };

export function curvesOf({ training }: Checkpoint): Curves {
  if (!training) return noCurves;
  const { lossHistory, validationHistory } = training.progress;
  const { steps, raw, ema } = validationHistory;
  return {
    history: lossHistory.steps.length === 0 ? null : typed(lossHistory.steps, lossHistory.losses),
    validation:
      steps.length === 0
        ? null
        : {
            steps: Float64Array.from(steps),
            raw: Float32Array.from(raw),
            ema: Float32Array.from(ema, (loss) => loss ?? Number.NaN),
          },
  };
}

const typed = (steps: readonly number[], losses: readonly number[]) => ({
  steps: Float64Array.from(steps),
  losses: Float32Array.from(losses),
});
