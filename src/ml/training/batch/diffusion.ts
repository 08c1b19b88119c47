/**
 * A diffusion network's batch: every image has its own noise level (Ho et al. 2020, algorithm 1).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { PredictionType } from '../../config.ts';
import { mixNoise, predictionTarget } from '../../diffusion/prediction.ts';
import { type ForwardProcess, levelTensors } from '../../diffusion/process.ts';
import type { DiffusionRecipe } from '../../recipes.ts';
import type { BatchContents } from './contents.ts';
import { nearestNoise } from './nearest-noise.ts';

type Distribution = DiffusionRecipe['timesteps'];

/**
 * The levels of a schedule, one row for each timestep. The levels of `flow` are computed instead.
 */
function scheduleTable({ at, numTrainTimesteps: total }: ForwardProcess): Float32Array {
  const { timesteps, alphas, sigmas, weights } = at(Float64Array.from({ length: total }, (_, i) => (i + 0.5) / total));
  const rows = new Float32Array(4 * total);
  for (const i of timesteps.keys()) {
    rows.set([timesteps[i] ?? 0, alphas[i] ?? 0, sigmas[i] ?? 0, weights?.[i] ?? 1], 4 * i);
  }
  return rows;
}

/**
 * `fn placeOf(image : u32) -> f32` returns the image's place between the image (0) and the noise
 * (below 1), drawn as by `ForwardProcess.draw`.
 */
const placeSources: Readonly<Record<Distribution, string>> = {
  uniform: /* wgsl */ `
    fn placeOf(image : u32) -> f32 { return f32(wordOf(image) >> 8u) * 5.9604644775390625e-8; }
  `,
  'logit-normal': /* wgsl */ `
    fn placeOf(image : u32) -> f32 {
      let words = philox(vec4<u32>(image / 4u, 0u, 0u, 0u), levelKey());
      let pair = select(words.xy, words.zw, (image & 2u) != 0u);
      return 1.0 / (1.0 + exp(-boxMuller(pair.x, pair.y)[image & 1u]));
    }
  `,
};

const flowSource = /* wgsl */ `
  fn levelOf(image : u32) -> vec4<f32> {
    let place = placeOf(image);
    return vec4<f32>(place * f32(uniforms.total), 1.0 - place, place, 1.0);
  }
`;

const scheduleSources: Readonly<Record<Distribution, string>> = {
  // floor(place * total), where `place` is the upper 24 bits of a word. The product needs more bits
  // than a float has.
  uniform: /* wgsl */ `
    fn levelOf(image : u32) -> vec4<f32> { return schedule[multiplyHigh(wordOf(image) & 0xffffff00u, uniforms.total)]; }
  `,
  'logit-normal': /* wgsl */ `
    fn levelOf(image : u32) -> vec4<f32> {
      return schedule[min(u32(placeOf(image) * f32(uniforms.total)), uniforms.total - 1u)];
    }
  `,
};

const targetSources: Readonly<Record<PredictionType, string>> = {
  epsilon: 'noise',
  sample: 'clean',
  v_prediction: 'noise * level.y - clean * level.z',
  flow: 'noise - clean',
};

/** `noiseDraws`: number of noise draws for each image, at least 1 (see `nearestNoise`). */
export function diffusionBatch(process: ForwardProcess, distribution: Distribution, noiseDraws = 1): BatchContents {
  const { prediction, numTrainTimesteps: total } = process;
  const flow = prediction === 'flow';
  const weighted = process.at([0]).weights !== null;
  return {
    kernel: {
      key: `of ${prediction} ${distribution} ${weighted}`,
      uniforms: { total: 'u32' },
      reads: flow ? {} : { schedule: 'vec4<f32>' },
      timesteps: true,
      weights: weighted,
      source: /* wgsl */ `
        fn wordOf(image : u32) -> u32 { return philox(vec4<u32>(image / 4u, 0u, 0u, 0u), levelKey())[image & 3u]; }
        ${placeSources[distribution]}
        ${flow ? flowSource : scheduleSources[distribution]}
        fn targetOf(clean : vec4<f32>, noise : vec4<f32>, level : vec4<f32>) -> vec4<f32> { return ${targetSources[prediction]}; }
      `,
    },
    uniforms: { total },
    tables: () => (flow ? {} : { schedule: tf.tensor2d(scheduleTable(process), [total, 4]) }),
    noiseDraws,
    compose(clean, streams) {
      const [count] = clean.shape;
      const levels = process.draw(distribution, count, streams.levels);
      const level = levelTensors(levels);
      const noise = nearestNoise(clean, streams.noise, noiseDraws);
      return {
        noisy: mixNoise(clean, noise, level) as tf.Tensor4D,
        target: predictionTarget(prediction, clean, noise, level) as tf.Tensor4D,
        timesteps: levels.timesteps,
        weights: levels.weights && tf.tensor4d(levels.weights, [count, 1, 1, 1]),
      };
    },
  };
}
