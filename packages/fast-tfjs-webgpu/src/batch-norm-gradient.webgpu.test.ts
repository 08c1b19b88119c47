/**
 * Compares our gradient of batch normalization with tfjs'. Runs in its own process, because it
 * changes tfjs.
 */
// Imported so that tfjs registers its gradients.
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { install } from './index.ts';

beforeAll(async () => {
  expect(await tf.setBackend('webgpu')).toBe(true);
});

const names = ['x', 'mean', 'variance', 'scale', 'offset'] as const;

function numbers(shape: number[], offset = 0): tf.Tensor {
  return tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(7 * i) + offset),
    shape,
  );
}

interface Found {
  /** The gradients, by the name of the input. */
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  /** The names of tfjs' kernels that computed them. */
  readonly kernels: number;
}

async function computed(statistics: number[], scaled: boolean): Promise<Found> {
  let found: Found['gradients'] = {};
  const { kernels } = await tf.profile(async () => {
    found = await gradients(statistics, scaled);
    return [];
  });
  return { gradients: found, kernels: kernels.length };
}

async function gradients(statistics: number[], scaled: boolean): Promise<Found['gradients']> {
  const shape = [2, 3, 5, 4];
  const saved = [
    numbers(shape),
    numbers(statistics),
    numbers(statistics, 2),
    ...(scaled ? [numbers(statistics, 1)] : []),
  ];
  const dy = numbers(shape, 0.1);
  const found = tf.getGradient(tf.FusedBatchNorm).gradFunc(dy, saved, { varianceEpsilon: 1e-3 });
  const entries = names
    .filter((name) => scaled || name !== 'scale')
    .map(async (name) => {
      const gradient = tf.tidy(() => found[name]?.() ?? tf.scalar(Number.NaN));
      return [`${name} [${gradient.shape}]`, [...(await gradient.data())]] as const;
    });
  return Object.fromEntries(await Promise.all(entries));
}

test.each([
  ['of channels, with a scale', [4], true, true],
  ['of channels, without', [4], false, true],
  ['of every number, which stays tfjs', [2, 3, 5, 4], true, false],
] as const)('statistics %s', async (_, statistics, scaled, isReplaced) => {
  install({ except: ['FusedBatchNormGradient'] });
  const stock = await computed([...statistics], scaled);
  install();
  const ours = await computed([...statistics], scaled);
  expect(Object.keys(ours.gradients)).toEqual(Object.keys(stock.gradients));
  for (const [name, expected] of Object.entries(stock.gradients)) {
    for (const [i, number] of expected.entries()) expect(ours.gradients[name]?.[i], name).toBeCloseTo(number, 4);
  }
  if (isReplaced) expect(ours.kernels).toBeLessThan(stock.kernels);
  else expect(ours.kernels).toBe(stock.kernels);
});
