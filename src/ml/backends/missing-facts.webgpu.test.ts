/**
 * Some browsers lack fields that others have. Here the real device loses such fields; it must still
 * open and compute the same.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { recipes } from '../config.ts';
import { imageBytes, setClasses } from '../data/cifar10.testing.ts';
import { type Fields, pretendGpu } from '../device/pretended-gpu.testing.ts';
import { defaultLimits } from '../device/wanted.ts';
import { smallUNetDescription } from '../models/unet2d/small-unet.testing.ts';
import { createLearner } from '../training/create-learner.ts';
import type { Device } from './open-device.ts';
import { openDevice } from './open-device.ts';

let real: GPUAdapter;
beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no adapter');
  real = adapter;
});

let device: Device | null = null;
let restore = () => {};
afterEach(() => {
  device?.dispose();
  restore();
  device = null;
});

interface Answers {
  readonly adapter?: Fields;
  readonly device?: Fields;
}

const infoFields = ['vendor', 'architecture', 'device', 'description', 'subgroupMinSize', 'subgroupMaxSize'];
const without = (...names: readonly string[]): Fields => Object.fromEntries(names.map((name) => [name, undefined]));
const noInfo: Answers = { adapter: without('info'), device: without('adapterInfo') };
/** A copy of the object's fields `names`, with those in `missing` undefined. */
const copied = (of: object, names: readonly string[], missing: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, missing.includes(name) ? undefined : Reflect.get(of, name)]));
const infoWithout = (...names: readonly string[]): Answers => {
  const info = copied(real.info, infoFields, names);
  return { adapter: { info }, device: { adapterInfo: info } };
};
const limitsWithout = (...names: readonly string[]): Answers => ({
  adapter: { limits: copied(real.limits, Object.keys(defaultLimits), names) },
  // If an adapter does not know a limit, neither do its devices.
  device: { limits: copied(real.limits, Object.keys(defaultLimits), names) },
});
const nothing: Answers = {
  adapter: without('info', 'features', 'limits'),
  device: without('adapterInfo', 'features', 'limits'),
};

const named = /^(?!unnamed)/;
const unnamed = /^unnamed GPU$/;
/** What is missing, and the name that the adapter then gets. */
type Case = readonly [string, () => Answers, RegExp];
const cases: readonly Case[] = [
  ['adapter.info', () => ({ adapter: without('info') }), named],
  ['device.adapterInfo', () => ({ device: without('adapterInfo') }), named],
  ['adapter.info and device.adapterInfo', () => noInfo, unnamed],
  ['all that is in the info', () => infoWithout(...infoFields), unnamed],
  ...infoFields.map((name): Case => [`info.${name}`, () => infoWithout(name), named]),
  ['features', () => ({ adapter: without('features'), device: without('features') }), named],
  ['limits', () => ({ adapter: without('limits'), device: without('limits') }), named],
  ...Object.keys(defaultLimits).map((name): Case => [`limits.${name}`, () => limitsWithout(name), named]),
  ['all of it', () => nothing, unnamed],
];

test.each(cases)('without %s the device opens on WebGPU and computes', async (_, answers, name) => {
  restore = pretendGpu(answers());
  device = await openDevice('auto');
  expect(device).toMatchObject({ backend: 'webgpu', fallback: null });
  expect(device.adapter).toMatch(name);
  const errors: string[] = [];
  device.errors(({ message }) => errors.push(message));
  // tfjs' reduction with the largest workgroup that it believes to be allowed, and a matrix product
  // of ours.
  const sum = tf.tidy(() => tf.sum(tf.matMul(tf.ones([256, 4]), tf.ones([4, 256]))));
  expect([...(await sum.data())]).toEqual([4 * 256 * 256]);
  sum.dispose();
  expect(errors).toEqual([]);
});

test('reads the adapter’s info by requestAdapterInfo(), as before Chrome 127', async () => {
  const requestAdapterInfo = async () => ({ vendor: 'old', architecture: 'spelling' });
  restore = pretendGpu({ adapter: { info: undefined, requestAdapterInfo }, device: without('adapterInfo') });
  device = await openDevice('auto');
  expect(device).toMatchObject({ backend: 'webgpu', adapter: 'old spelling' });
});

/** The loss and the gradient norm of one step. */
async function trained(): Promise<Float32Array> {
  const network = smallUNetDescription({
    block_out_channels: [4],
    down_block_types: ['DownBlock2D'],
    up_block_types: ['UpBlock2D'],
  });
  const learner = await createLearner(network, recipes.tiny.experiment, { totalSteps: 2, setClasses });
  const batch = { bytes: new Uint8Array(imageBytes).fill(77), labels: new Uint16Array(1) };
  const measured = learner.step(batch, 1e-2);
  const values = await measured.data<'float32'>();
  measured.dispose();
  learner.dispose();
  return values;
}

test('without any of these fields, a U-Net takes the same step as on the CPU', async () => {
  device = await openDevice('cpu');
  const expected = await trained();
  device.dispose();
  restore = pretendGpu(nothing);
  device = await openDevice('auto');
  expect(device).toMatchObject({ backend: 'webgpu', fallback: null });
  const actual = await trained();
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 4);
});
