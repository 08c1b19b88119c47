/** Whether the form's settings are those of the current run. */
import { type Experiment, type ExperimentKey, recipes } from '../ml/config.ts';
import type { RunStatus } from '../workers/protocol.ts';
import { hasBegun } from './run-status.ts';
import type { RunSlice } from './types.ts';

const commonFields = [
  'recipe',
  'data',
  'seed',
  'batchSize',
  'learningRate',
  'epochs',
  'classes',
] satisfies ExperimentKey[];

export const sameExperiment = (a: Experiment, b: Experiment): boolean =>
  [...commonFields, ...recipes[a.recipe].options].every(
    (field) => JSON.stringify(a[field]) === JSON.stringify(b[field]),
  );

/**
 * The form's content when nothing has been edited: the run's experiment with its current learning
 * rate.
 */
export const asItRuns = ({ experiment, learningRate }: RunStatus): Experiment => ({ ...experiment, learningRate });

/**
 * Whether the form (or its `field`) differs from a run that has begun in something that needs a
 * Reset.
 */
export function waitsForReset(draft: Experiment, status: RunStatus | null, field?: keyof Experiment): boolean {
  if (!status || !hasBegun(status)) return false;
  const running = asItRuns(status);
  return !sameExperiment(field ? { ...running, [field]: draft[field] } : draft, running);
}

/**
 * Whether the visitor must decide between the run and the form's recipe or data set. During a
 * Reset, which takes the form's settings, that is already decided.
 */
export const asksToSwitch = ({ draft, status, resetting }: RunSlice): boolean =>
  !resetting && (waitsForReset(draft, status, 'recipe') || waitsForReset(draft, status, 'data'));
