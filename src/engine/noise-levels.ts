/**
 * The noise that a run's network is trained with, or another schedule's, as curves over the way
 * from picture to noise. Uses no device.
 */

import { type Experiment, recipes } from '../ml/config.ts';
import { createForwardProcess, densityAt } from '../ml/diffusion/process.ts';
import type { SchedulerConfig } from '../ml/diffusion/schedulers/index.ts';
import type { NetworkDescription } from '../ml/network-description.ts';
import type { NoiseChoice, NoiseLevels } from '../workers/protocol.ts';

/**
 * At the middle of each timestep. `choice`: another schedule than the run's; null: the run's own.
 * Null if the network knows no timesteps. Throws `scheduler-config` for an invalid range.
 */
export function noiseLevels(
  description: NetworkDescription,
  { recipe }: Pick<Experiment, 'recipe'>,
  choice: NoiseChoice | null,
): NoiseLevels | null {
  if (description.kind !== 'unet2d') return null;
  const {
    prediction,
    numTrainTimesteps: total,
    at,
  } = createForwardProcess(choice ? configOf(choice) : description.scheduler);
  const places = Array.from({ length: total }, (_, i) => (i + 0.5) / total);
  const { timesteps, alphas, sigmas } = at(places);
  const trained = recipes[recipe];
  const distribution = trained.kind === 'diffusion' ? trained.timesteps : 'uniform';
  return {
    isFlow: prediction === 'flow',
    timesteps: Float32Array.from(timesteps),
    alphas: Float32Array.from(alphas),
    sigmas: Float32Array.from(sigmas),
    density: Float32Array.from(places, (place) => densityAt(distribution, place)),
  };
}

const configOf = ({ betaSchedule, betaStart, betaEnd, zeroTerminalSnr }: NoiseChoice): SchedulerConfig => ({
  _class_name: 'DDPMScheduler',
  num_train_timesteps: 1000,
  beta_schedule: betaSchedule,
  beta_start: betaStart,
  beta_end: betaEnd,
  rescale_betas_zero_snr: zeroTerminalSnr,
});
