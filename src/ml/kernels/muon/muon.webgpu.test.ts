/**
 * Compares Muon's kernels with the iteration in float64, and whole updates with the composed ones
 * on the CPU.
 */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test, vi } from 'vitest';
import type { BackendName } from '../../config.ts';
import type { SlicedBackend } from '../../device/sliced-backend.ts';
import { createComposedUpdate, type OptimizerState, type UpdateConstants } from '../adamw/index.ts';
import { createFusedUpdate } from '../adamw/webgpu.ts';
import { drawn, openBothBackends, relativeError } from '../compare.testing.ts';
import { muon } from './index.ts';
import { matrixOf } from './matrix.ts';

openBothBackends();

const constants: UpdateConstants = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, maxGradNorm: 1, matrixRule: muon };
type Shapes = Readonly<Record<string, readonly number[]>>;

function stateOf(shapes: Shapes, withAverage: boolean): OptimizerState {
  const isMatrix = (name: string) => muon.owns(name, shapes[name]?.length ?? 0);
  const variables = (first: (name: string, shape: number[]) => tf.Tensor, wanted: (name: string) => boolean) =>
    new Map(
      Object.entries(shapes)
        .filter(([name]) => wanted(name))
        .map(([name, shape]) => [name, tf.tidy(() => tf.variable(first(name, [...shape])))]),
    );
  const weights = (name: string, shape: number[]) => tf.tensor(drawn(name, shape), shape);
  const zeros = (_: string, shape: number[]) => tf.zeros(shape);
  return {
    parameters: variables(weights, () => true),
    expAvg: variables(zeros, (name) => !isMatrix(name)),
    expAvgSq: variables(zeros, (name) => !isMatrix(name)),
    momentum: variables(zeros, isMatrix),
    ema: withAverage ? variables(weights, () => true) : null,
    healthy: tf.tidy(() => tf.variable(tf.scalar(1))),
  };
}

interface Asked {
  readonly withAverage?: boolean;
  readonly changed?: Partial<UpdateConstants>;
  readonly mostBytes?: number;
  readonly steps?: number;
  readonly gradient?: (name: string, step: number) => Float32Array;
}

/** The results of three updates by kind and name, and the number of dispatches of the last. */
async function trained(backendName: BackendName, shapes: Shapes, asked: Asked = {}) {
  const { withAverage = true, changed, mostBytes, steps = 3 } = asked;
  const { gradient = (name: string, step: number) => drawn(`${name} ${step}`, [...(shapes[name] ?? [])]) } = asked;
  await tf.setBackend(backendName);
  const before = tf.memory().numTensors;
  const state = stateOf(shapes, withAverage);
  const all = { ...constants, ...changed };
  const fused = () => createFusedUpdate(tf.backend() as SlicedBackend, state, all, { ...(mostBytes && { mostBytes }) });
  const update = backendName === 'webgpu' ? fused() : createComposedUpdate(state, all);
  if (update === null) throw new Error('composed');
  let dispatches = 0;
  for (let step = 1; step <= steps; step++) {
    const numbers = { stepSize: 1e-2 / (1 - 0.9 ** step), rootCorrection: Math.sqrt(1 - 0.999 ** step), shrink: 0.999 };
    const dispatched = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
    const measured = tf.tidy(() => {
      const gradients = Object.entries(shapes).map(([name, shape]) => {
        return [name, tf.tensor(gradient(name, step), [...shape])] as const;
      });
      update.prepare({ ...numbers, matrixRate: 0.5, matrixShrink: 0.99, emaDecay: 0.75 });
      return update.run(new Map(gradients), tf.scalar(1));
    });
    await measured.data();
    measured.dispose();
    dispatches = dispatched.mock.calls.length;
    dispatched.mockRestore();
  }
  const { parameters, expAvg, expAvgSq, momentum, ema, healthy } = state;
  const read = new Map<string, Float32Array>();
  for (const [kind, map] of Object.entries({ parameters, expAvg, expAvgSq, momentum, ema })) {
    for (const [name, variable] of map ?? []) read.set(`${kind} ${name}`, await variable.data<'float32'>());
  }
  update.dispose();
  tf.dispose([healthy, ...[parameters, expAvg, expAvgSq, momentum, ema].flatMap((map) => [...(map?.values() ?? [])])]);
  expect(tf.memory().numTensors, 'nothing is left behind').toBe(before);
  return { read, dispatches };
}

/** The plain iteration on X itself, row-major, in float64. */
function exactlyOrthogonal(values: Float32Array, rows: number, columns: number): Float64Array {
  const isTall = rows > columns;
  const [n, m] = isTall ? [columns, rows] : [rows, columns];
  const at = (i: number, k: number) => (isTall ? k * columns + i : i * columns + k);
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) + 1e-7;
  let x = Float64Array.from(values, (value) => value / norm);
  for (let iteration = 0; iteration < 5; iteration++) {
    const gram = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        for (let k = 0; k < m; k++) gram[i * n + j] = (gram[i * n + j] ?? 0) + (x[at(i, k)] ?? 0) * (x[at(j, k)] ?? 0);
    const factor = gram.map((value, i) => -4.775 * value + (i % (n + 1) === 0 ? 3.4445 : 0));
    for (let i = 0; i < n; i++)
      for (let k = 0; k < n; k++)
        for (let j = 0; j < n; j++)
          factor[i * n + j] = (factor[i * n + j] ?? 0) + 2.0315 * (gram[i * n + k] ?? 0) * (gram[k * n + j] ?? 0);
    const next = new Float64Array(x.length);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        for (let k = 0; k < m; k++)
          next[at(i, k)] = (next[at(i, k)] ?? 0) + (factor[i * n + j] ?? 0) * (x[at(j, k)] ?? 0);
    x = next;
  }
  return x;
}

/** Columns of decreasing size, mixed, so that the singular values span six powers of ten. */
function illConditioned(rows: number, columns: number): Float32Array {
  const mixing = drawn('mixing', [columns, columns]);
  const plain = drawn('plain', [rows, columns]);
  return Float32Array.from({ length: rows * columns }, (_, index) => {
    let sum = 0;
    for (let k = 0; k < columns; k++) {
      const size = 10 ** ((-6 * k) / columns);
      sum +=
        (plain[Math.floor(index / columns) * columns + k] ?? 0) * size * (mixing[k * columns + (index % columns)] ?? 0);
    }
    return sum;
  });
}

describe('the step of one matrix is the iteration in float64', () => {
  // Five iterations multiply float32's rounding by up to 484.
  test.each<[string, number[], Float32Array?]>([
    ['a filter, tall', [3, 3, 5, 7]],
    ['a filter, wide', [1, 1, 6, 40]],
    ['a linear layer', [70, 33]],
    ['a linear layer with more outputs than inputs', [48, 32]],
    ['one output', [9, 1]],
    ['singular values over six powers of ten', [3, 3, 16, 32], illConditioned(144, 32)],
    ['the same, square', [64, 64], illConditioned(64, 64)],
    ['wide, of several squares of results', [130, 141]],
    [
      'about as small as what keeps zeros from being divided by',
      [32, 40],
      drawn('tiny', [32, 40]).map((value) => 3e-9 * value),
    ],
    ['zeros', [32, 32], new Float32Array(1024)],
  ])('%s', async (_, shape, values = drawn('gradient', shape)) => {
    // The first step uses a multiple of the gradient, whose length has no effect.
    const ahead = values.map((value) => value * (0.05 + 0.95 * 0.05));
    const { read } = await trained(
      'webgpu',
      { m: shape },
      { steps: 1, changed: { maxGradNorm: null }, gradient: () => values },
    );
    const { rows, columns, gain } = matrixOf(shape);
    const step = exactlyOrthogonal(ahead, rows, columns);
    const before = drawn('m', shape);
    const taken = Float32Array.from(
      read.get('parameters m') ?? [],
      (value, i) => ((before[i] ?? 0) * 0.99 - value) / 0.5 / gain,
    );
    if (values.every((value) => value === 0)) expect(Math.max(...taken.map(Math.abs))).toBeLessThan(1e-6);
    else expect(relativeError(taken, Float32Array.from(step))).toBeLessThan(5e-5);
  });
});

/** Matrices and other parameters, in another order than AdamW's; no size fills a tile or a slot. */
const shapes: Shapes = {
  'conv_in.weight': [3, 3, 3, 4],
  'mid.conv.weight': [3, 3, 5, 7],
  'mid.conv.bias': [7],
  'mid.linear.weight': [36, 40],
  'mid.shortcut.weight': [1, 1, 9, 4],
  'class_embedding.weight': [3, 8],
  scalar: [],
};

test.each<[string, Asked]>([
  ['clipped, decayed, averaged', {}],
  ['unclipped, without an average', { withAverage: false, changed: { maxGradNorm: null } }],
])('three updates agree with the reference: %s', async (_, asked) => {
  const expected = await trained('cpu', shapes, asked);
  const actual = await trained('webgpu', shapes, asked);
  expect([...actual.read.keys()]).toEqual([...expected.read.keys()]);
  for (const [name, values] of expected.read) {
    expect(relativeError(actual.read.get(name) ?? new Float32Array(), values), name).toBeLessThan(1e-4);
  }
  // Three for AdamW, and seven for all matrices.
  expect(actual.dispatches).toBe(10);
});

test('gives the same bits in parts', async () => {
  const { read } = await trained('webgpu', shapes);
  expect(await trained('webgpu', shapes)).toEqual({ read, dispatches: 10 });
  // Besides their slots the matrices take 980, 25,920 and 320 bytes, so each is in another part;
  // the first part also has everything of AdamW.
  expect(await trained('webgpu', shapes, { mostBytes: 26_000 })).toEqual({ read, dispatches: 3 + 7 + 2 * (1 + 7) });
});

test('a gradient that is not finite stops the update of every parameter', async () => {
  const good = await trained('webgpu', shapes, { steps: 1 });
  const gradient = (name: string, step: number) =>
    drawn(`${name} ${step}`, [...(shapes[name] ?? [])]).map((value) =>
      step === 2 && name === 'scalar' ? Number.NaN : value,
    );
  expect((await trained('webgpu', shapes, { gradient })).read).toEqual(good.read);
});
