/**
 * What an import replaces, what it leaves alone, and how all of it is restored. Runs in its own
 * process, because it changes tfjs.
 */
// Imported so that tfjs registers its gradients.
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { install, type Replacement, replaced, uninstall } from './index.ts';

const optimizers = {
  Adam: tf.AdamOptimizer,
  RMSProp: tf.RMSPropOptimizer,
  Momentum: tf.MomentumOptimizer,
  SGD: tf.SGDOptimizer,
} as const;
const kernels: readonly Replacement[] = [
  'Conv2D',
  'FusedConv2D',
  'Conv2DBackpropInput',
  'Conv2DBackpropFilter',
  'BatchMatMul',
  '_FusedMatMul',
  'Sum',
  'Mean',
];
const everything: readonly Replacement[] = [
  ...kernels,
  'FusedBatchNormGradient',
  ...(Object.keys(optimizers) as Replacement[]),
];

/**
 * The functions that can be replaced: tfjs' kernels by name, its optimizers' and one gradient's.
 */
function functions(): Map<string, unknown> {
  return new Map<string, unknown>([
    ...tf.getKernelsForBackend('webgpu').map(({ kernelName, kernelFunc }) => [kernelName, kernelFunc] as const),
    ['FusedBatchNormGradient', tf.getGradient(tf.FusedBatchNorm)?.gradFunc] as const,
    ...Object.entries(optimizers).map(([name, { prototype }]) => [name, prototype.applyGradients] as const),
  ]);
}

function changed(before: Map<string, unknown>): string[] {
  const after = functions();
  expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
  return [...after].filter(([name, run]) => before.get(name) !== run).map(([name]) => name);
}

const stock = functions();

beforeAll(async () => {
  expect(changed(stock), 'nothing before tfjs opens its device').toEqual([]);
  expect(replaced()).toEqual([]);
  const opening = tf.setBackend('webgpu');
  uninstall();
  expect(await opening, 'uninstall disturbs no device that is being opened').toBe(true);
  expect(changed(stock)).toEqual([]);
  install();
});
afterEach(() => install());

test('replaces the listed kernels and optimizers, and leaves all others alone', () => {
  expect(changed(stock).sort()).toEqual([...everything].sort());
  expect([...replaced()].sort()).toEqual([...everything].sort());
});

test('a second import is harmless', async () => {
  const backend = tf.backend();
  const again: typeof import('./index.ts') = await import('./index.ts?again' as './index.ts');
  expect(changed(stock).sort()).toEqual([...everything].sort());
  expect(tf.backend()).toBe(backend);
  again.uninstall();
  expect(changed(stock)).toEqual([]);
});

test('leaves excepted names tfjs’ own', () => {
  install({ except: ['Conv2D', 'Adam'] });
  const expected = everything.filter((name) => name !== 'Conv2D' && name !== 'Adam').sort();
  expect(changed(stock).sort()).toEqual(expected);
  expect([...replaced()].sort()).toEqual(expected);
});

test('uninstall restores everything and keeps tensors', async () => {
  const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
  const product = tf.matMul(x, x);
  uninstall();
  expect(changed(stock)).toEqual([]);
  expect(replaced()).toEqual([]);
  const again = tf.matMul(x, x);
  expect([...(await product.data())]).toEqual([7, 10, 15, 22]);
  expect([...(await again.data())]).toEqual([7, 10, 15, 22]);
  tf.dispose([x, product, again]);
});
