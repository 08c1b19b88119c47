/**
 * What the device cannot do of an experiment. A link, a draft, an autosave or a checkpoint may come
 * from a device that can.
 */
import { type Experiment, recipes } from '../ml/config.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { canStoreHalves } from '../ml/kernels/half/index.ts';

export interface FittedExperiment {
  readonly experiment: Experiment;
  /** The change, for a notice; null if the device can do everything. */
  readonly unmet: PlaygroundError | null;
}

/** The experiment as the current backend's device can train it. */
export function fitToDevice(experiment: Experiment): FittedExperiment {
  const { recipe, precision } = experiment;
  const asked = precision === 'float16' && recipes[recipe].kind === 'diffusion';
  if (!asked || canStoreHalves()) return { experiment, unmet: null };
  return { experiment: { ...experiment, precision: 'float32' }, unmet: new PlaygroundError('half-precision-missing') };
}
