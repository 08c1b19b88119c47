/** A kernel on WebGPU against its reference on tfjs' JavaScript backend, values and gradients. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect } from 'vitest';
import '../models/unet2d/gradients.ts';
import { type Device, openDevice } from '../backends/open-device.ts';
import type { BackendName } from '../config.ts';
import { randomStream } from '../random.ts';

/** Opens both backends for the tests of a file. */
export function openBothBackends(): void {
  const devices = new Map<BackendName, Device>();
  beforeAll(async () => {
    for (const name of ['cpu', 'webgpu'] as const) devices.set(name, await openDevice(name));
  });
  afterAll(() => {
    for (const device of devices.values()) device.dispose();
  });
}

/** Numbers around zero that depend only on the name. */
export function drawn(name: string, shape: number[]): Float32Array {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  randomStream(7).fork(name).normal(0, values);
  return values;
}

export type Operation = (...inputs: tf.Tensor[]) => tf.Tensor;
export interface Input {
  readonly shape: number[];
  readonly values: Float32Array;
}

export function normalInputs(...shapes: number[][]): Input[] {
  return shapes.map((shape, i) => ({ shape, values: drawn(`input ${i}`, shape) }));
}

/**
 * The value, and the gradients of its product with noise with respect to every input. The noise
 * gives every element another weight.
 */
export async function evaluate(backend: BackendName, f: Operation, inputs: readonly Input[]): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const tensors = inputs.map(({ shape, values }) => tf.tensor(values, shape));
  const outShape = tf.tidy(() => f(...tensors).shape);
  const dy = tf.tensor(drawn('dy', outShape), outShape);
  const { value, grads } = tf.valueAndGrads(f)(tensors, dy);
  const results = await Promise.all([value, ...grads].map((tensor) => tensor.data<'float32'>()));
  tf.dispose([tensors, dy, value, grads]);
  expect(tf.memory().numTensors, 'nothing is left behind').toBe(before);
  return results;
}

/** The largest difference, relative to the largest number. */
export function relativeError(actual: Float32Array, expected: Float32Array): number {
  expect(actual).toHaveLength(expected.length);
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  expect(scale).toBeGreaterThan(0);
  const error = expected.reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - (actual[i] ?? Number.NaN))),
    0,
  );
  return error / scale;
}

/**
 * Relative errors of the value and of every gradient: the kernel on WebGPU against the reference on
 * the CPU.
 */
export async function errorsOf(kernel: Operation, reference: Operation, inputs: readonly Input[]): Promise<number[]> {
  const expected = await evaluate('cpu', reference, inputs);
  const actual = await evaluate('webgpu', kernel, inputs);
  return expected.map((values, i) => relativeError(actual[i] ?? new Float32Array(), values));
}

/**
 * The largest difference between gradients and central differences of the value, relative to the
 * largest gradient. In float32 it is accurate to a few 1e-3: enough to find a wrong formula, not a
 * wrong last digit.
 */
export async function finiteDifferenceError(f: Operation, inputs: readonly Input[], step = 1e-2): Promise<number> {
  const [, ...gradients] = await evaluate('webgpu', f, inputs);
  const differences = gradients.map((gradient) => new Float32Array(gradient.length));
  for (const [i, { values }] of inputs.entries()) {
    const moved = async (k: number, by: number) => {
      const shifted = inputs.map((input, j) => {
        if (i !== j) return input;
        const changed = values.slice();
        changed[k] = (changed[k] ?? 0) + by;
        return { ...input, values: changed };
      });
      return weightedSum(f, shifted);
    };
    for (const k of values.keys()) {
      const [ahead, behind] = [await moved(k, step), await moved(k, -step)];
      const target = differences[i];
      if (target) target[k] = (ahead - behind) / (2 * step);
    }
  }
  return Math.max(...gradients.map((gradient, i) => relativeError(gradient, differences[i] ?? new Float32Array())));
}

/** The function whose gradient `evaluate` computes, in float64. */
async function weightedSum(f: Operation, inputs: readonly Input[]): Promise<number> {
  const value = tf.tidy(() => f(...inputs.map(({ shape, values }) => tf.tensor(values, shape))));
  const weights = drawn('dy', value.shape);
  const numbers = await value.data<'float32'>();
  value.dispose();
  return numbers.reduce((sum, number, i) => sum + number * (weights[i] ?? Number.NaN), 0);
}
