/**
 * The article's batch: images with noise of one strength, and the images themselves as the target.
 */
import * as tf from '@tensorflow/tfjs-core';
import { randomNormal } from '../../kernels/noise/index.ts';
import type { BatchContents } from './contents.ts';

export function onePassBatch(noiseStd: number): BatchContents {
  return {
    kernel: {
      key: 'of one pass',
      uniforms: { noiseStd: 'f32' },
      reads: {},
      timesteps: false,
      weights: false,
      source: /* wgsl */ `
        fn levelOf(image : u32) -> vec4<f32> { return vec4<f32>(0.0, 1.0, uniforms.noiseStd, 1.0); }
        fn targetOf(clean : vec4<f32>, noise : vec4<f32>, level : vec4<f32>) -> vec4<f32> { return clean; }
      `,
    },
    uniforms: { noiseStd },
    tables: () => ({}),
    noiseDraws: 1,
    compose: (clean, { noise }) => ({
      noisy: tf.add(clean, tf.mul(randomNormal(clean.shape, noise), noiseStd)),
      target: clean,
      timesteps: [],
      weights: null,
    }),
  };
}
