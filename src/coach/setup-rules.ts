/** Rules about the settings of a run and about the device. */
import type { Advice } from './advice.ts';
import { newest, type Reading } from './reading.ts';

/**
 * The share of time spent waiting from which the coach gives advice. At a half, training could be
 * twice as fast.
 */
const muchWaiting = 0.5;

export const waitingForData = ({ waited }: Reading): Advice | null =>
  waited < muchWaiting ? null : { name: 'waitingForData', values: { percent: Math.round(100 * waited) } };

/**
 * U-Nets that predict the clean picture with the plain squared error do badly: Fréchet distances of
 * 66 to 164, where epsilon has 28 (Salimans and Ho 2022, table 1).
 */
export const predictsPictures = ({ network, experiment }: Reading): Advice | null =>
  network === 'diffusion' && experiment.predictionType === 'sample' ? { name: 'predictsPictures', values: {} } : null;

export const software = (reading: Reading): Advice | null =>
  reading.software ? { name: 'software', values: {} } : null;

/**
 * In steps. The mean over this many is used because single losses vary: each batch has other
 * images.
 */
const window = 20;

/** How the loss compares with recorded runs of the recipe's own settings. */
export function comparedWithUsual({ training, usual }: Reading): Advice | null {
  const loss = newest(training.losses, window);
  if (usual === null || Number.isNaN(loss)) return null;
  const { low, high } = usual;
  const name = loss > high ? 'unusuallyHigh' : loss < low ? 'unusuallyLow' : 'usual';
  return { name, values: { loss, window, step: training.steps[training.steps.length - 1] ?? 0, low, high } };
}
