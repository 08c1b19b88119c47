/**
 * FlowMatchEulerDiscreteScheduler: Euler's method along the velocity of a rectified flow, dx/dsigma
 * = v (Liu et al., "Flow Straight and Fast", 2022, eq. 1; Esser et al., "Scaling Rectified Flow
 * Transformers", 2024, eq. 13 and 23 for the shift). Samples are (1 - sigma) x_0 + sigma noise;
 * timesteps are sigma times the number of training timesteps.
 */
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { PlaygroundError } from '../../errors.ts';
import { mixNoise, predictedOriginal } from '../prediction.ts';
import { checked, flag, offFlag, respacingFields } from './config.ts';
import { at, drawn, type Scheduler } from './scheduler.ts';
import { respacedSigmas, type SigmaGrid } from './sigmas.ts';
import { weightedSum } from './weighted-sum.ts';

export const flowMatchEulerDiscreteConfig = checked({
  num_train_timesteps: z.int().min(2).max(100_000).default(1000),
  /** Above 1, a run takes more of its steps in the noise, as large images need. */
  shift: z.number().gt(0).default(1),
  /** Not built: it would need the image's size at every call. */
  use_dynamic_shifting: offFlag,
  invert_sigmas: offFlag,
  /** Stretches the sigmas so that the last step starts at this one. */
  shift_terminal: z.number().gt(0).lt(1).nullish(),
  ...respacingFields,
  /** Draws fresh noise at every step instead of Euler's method. */
  stochastic_sampling: flag(false),
});
export type FlowMatchEulerDiscreteConfig = z.output<typeof flowMatchEulerDiscreteConfig>;

export function createFlowMatchEulerDiscrete(config: FlowMatchEulerDiscreteConfig): Scheduler {
  const { num_train_timesteps: total, shift, shift_terminal: terminal } = config;
  const shifted = (sigma: number) => (shift * sigma) / (1 + (shift - 1) * sigma);
  const gridOf = (sigmas: readonly number[]): SigmaGrid => ({
    timesteps: Float32Array.from(sigmas, (sigma) => Math.fround(sigma) * total),
    sigmas: Float32Array.from([...sigmas, 0]),
  });

  const training = Array.from({ length: total }, (_, i) => shifted(Math.fround((total - i) / total)));
  let grid = gridOf(training);

  /** Stretches so that the last sigma is `terminal` and the first stays the same. */
  function stretched(sigmas: readonly number[]): readonly number[] {
    if (!terminal) return sigmas;
    const scale = (1 - at(sigmas, sigmas.length - 1)) / (1 - terminal);
    return sigmas.map((sigma) => 1 - (1 - sigma) / scale);
  }

  const levelAt = (i: number) => ({ alpha: 1 - at(grid.sigmas, i), sigma: at(grid.sigmas, i) });

  /**
   * The sigma of a timestep, which is timestep / total if the run does not visit it. If a timestep
   * occurs twice, diffusers means the second.
   */
  function sigmaOf(timestep: number): number {
    const first = grid.timesteps.indexOf(Math.fround(timestep));
    if (first < 0) return timestep / total;
    const second = grid.timesteps.indexOf(Math.fround(timestep), first + 1);
    return at(grid.sigmas, second < 0 ? first : second);
  }

  return {
    get timesteps() {
      return grid.timesteps;
    },
    initNoiseSigma: 1,
    setTimesteps(count) {
      if (!Number.isInteger(count) || count < 1 || count > total) {
        throw new PlaygroundError('value-invalid', {
          name: 'steps',
          value: count,
          allowed: { code: 'whole-number', least: 1, most: total },
        });
      }
      // Linear between the ends of the shifted training sigmas, and then shifted again, as
      // diffusers does it.
      const [first, last] = [Math.fround(at(training, 0)), Math.fround(at(training, total - 1))];
      const step = count > 1 ? (last - first) / (count - 1) : 0;
      const sigmas = stretched(Array.from({ length: count }, (_, i) => shifted(first + i * step)));
      grid = gridOf(respacedSigmas(config, at(sigmas, 0), at(sigmas, count - 1), count) ?? sigmas);
    },
    scaleModelInput: (sample) => tf.clone(sample),
    predictOriginal: (modelOutput, i, sample) => predictedOriginal('flow', modelOutput, sample, levelAt(i)),
    step(modelOutput, i, sample, noise) {
      const [from, to] = [at(grid.sigmas, i), at(grid.sigmas, i + 1)];
      if (!config.stochastic_sampling) return weightedSum([1, sample], [to - from, modelOutput]);
      return tf.tidy(() => {
        const x0 = predictedOriginal('flow', modelOutput, sample, levelAt(i));
        return to === 0 ? x0 : weightedSum([1 - to, x0], [to, drawn(noise)]);
      });
    },
    addNoise: (original, noise, timestep) => {
      const sigma = sigmaOf(timestep);
      return mixNoise(original, noise, { alpha: 1 - sigma, sigma });
    },
    dispose() {},
  };
}
