import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test, vi } from 'vitest';
import type { BackendName } from '../../config.ts';
import type { SlicedBackend } from '../../device/sliced-backend.ts';
import { drawn, openBothBackends, relativeError } from '../compare.testing.ts';
import {
  createComposedUpdate,
  createUpdate,
  type OptimizerState,
  type Update,
  type UpdateConstants,
  type UpdateNumbers,
} from './index.ts';
import { createFusedUpdate } from './webgpu.ts';

openBothBackends();

/** Sizes that are no multiple of four numbers or of a slot, and one that is larger than a slot. */
const shapes: Record<string, number[]> = { scalar: [], bias: [3], weight: [3, 3, 5, 7], matrix: [64, 4] };

const constants: UpdateConstants = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, maxGradNorm: 1 };

function numbersOf(step: number, changed: Partial<UpdateNumbers> = {}): UpdateNumbers {
  return {
    stepSize: 1e-2 / (1 - 0.9 ** step),
    rootCorrection: Math.sqrt(1 - 0.999 ** step),
    shrink: 1 - 1e-2 * 0.1,
    matrixRate: 0,
    matrixShrink: 1,
    emaDecay: 0.75,
    ...changed,
  };
}

function variables(first: (name: string, shape: number[]) => tf.Tensor): Map<string, tf.Variable> {
  return new Map(Object.entries(shapes).map(([name, shape]) => [name, tf.tidy(() => tf.variable(first(name, shape)))]));
}

function createState(withAverage: boolean): OptimizerState {
  const weights = (name: string, shape: number[]) => tf.tensor(drawn(name, shape), shape);
  const zeros = (_: string, shape: number[]) => tf.zeros(shape);
  return {
    parameters: variables(weights),
    expAvg: variables(zeros),
    expAvgSq: variables(zeros),
    momentum: new Map(),
    ema: withAverage ? variables(weights) : null,
    healthy: tf.tidy(() => tf.variable(tf.scalar(1))),
  };
}

function disposeState({ parameters, expAvg, expAvgSq, ema, healthy }: OptimizerState): void {
  for (const map of [parameters, expAvg, expAvgSq, ema]) tf.dispose([...(map?.values() ?? [])]);
  healthy.dispose();
}

/**
 * One update with this step's own gradients; a `scale` of NaN makes all of them NaN. Resolves to
 * the norm.
 */
async function step(update: Update, index: number, numbers: UpdateNumbers, scale = 1, loss = 1): Promise<number> {
  const measured = tf.tidy(() => {
    const gradients = Object.entries(shapes).map(([name, shape]) => {
      const values = drawn(`${name} ${index}`, shape).map((value) => scale * value);
      return [name, tf.tensor(values, shape)] as const;
    });
    update.prepare(numbers);
    return update.run(new Map(gradients), tf.scalar(loss));
  });
  const [told, norm = Number.NaN] = await measured.data<'float32'>();
  measured.dispose();
  expect(told).toBe(loss);
  return norm;
}

async function numbersIn({ parameters, expAvg, expAvgSq, ema }: OptimizerState): Promise<Map<string, Float32Array>> {
  const read = new Map<string, Float32Array>();
  for (const [kind, map] of Object.entries({ parameters, expAvg, expAvgSq, ema })) {
    for (const [name, variable] of map ?? []) read.set(`${kind} ${name}`, await variable.data<'float32'>());
  }
  return read;
}

async function train(
  backend: BackendName,
  withAverage: boolean,
  { maxGradNorm = 1, ...changed }: Partial<UpdateNumbers & UpdateConstants>,
  scale: number,
) {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const state = createState(withAverage);
  const update = createUpdate(state, { ...constants, maxGradNorm });
  const norms: number[] = [];
  for (let i = 1; i <= 3; i++) norms.push(await step(update, i, numbersOf(i, changed), scale));
  const read = await numbersIn(state);
  update.dispose();
  disposeState(state);
  expect(tf.memory().numTensors, 'nothing is left behind').toBe(before);
  return { norms, read };
}

test.each<[string, boolean, Partial<UpdateNumbers & UpdateConstants>, number]>([
  ['clipped, decayed, averaged', true, {}, 1],
  ['a norm below the limit', true, {}, 1e-3],
  ['unclipped, without decay or average', false, { maxGradNorm: null, shrink: 1 }, 1],
])('three updates agree with the reference: %s', async (_, withAverage, changed, scale) => {
  const expected = await train('cpu', withAverage, changed, scale);
  const actual = await train('webgpu', withAverage, changed, scale);
  for (const [i, norm] of expected.norms.entries()) expect(actual.norms[i]).toBeCloseTo(norm, 4);
  expect([...actual.read.keys()]).toEqual([...expected.read.keys()]);
  for (const [name, values] of expected.read) {
    expect(relativeError(actual.read.get(name) ?? new Float32Array(), values), name).toBeLessThan(1e-5);
  }
});

test('the same gradients twice give the same bits', async () => {
  expect(await train('webgpu', true, {}, 1)).toEqual(await train('webgpu', true, {}, 1));
});

describe('on webgpu', () => {
  async function withUpdate(test: (update: Update, state: OptimizerState) => Promise<void>): Promise<void> {
    await tf.setBackend('webgpu');
    const state = createState(true);
    const update = createUpdate(state, constants);
    try {
      await test(update, state);
    } finally {
      update.dispose();
      disposeState(state);
    }
  }
  const weightOf = (state: OptimizerState) => state.parameters.get('weight') as tf.Variable;

  test.each([
    ['gradient', Number.NaN, 1],
    ['gradient', Number.POSITIVE_INFINITY, 1],
    ['loss', 1, Number.NaN],
    ['loss', 1, Number.NEGATIVE_INFINITY],
  ])('a %s that is not finite (%f, %f) stops all updates until recovery', (_, scale, loss) =>
    withUpdate(async (update, state) => {
      await step(update, 1, numbersOf(1));
      const good = await numbersIn(state);
      await step(update, 2, numbersOf(2), scale, loss);
      await step(update, 3, numbersOf(3));
      expect(await numbersIn(state)).toEqual(good);
      tf.tidy(() => state.healthy.assign(tf.scalar(1)));
      await step(update, 2, numbersOf(2));
      expect(await numbersIn(state)).not.toEqual(good);
    }),
  );

  test('a clone keeps the numbers that it was made with', () =>
    withUpdate(async (update, state) => {
      await step(update, 1, numbersOf(1));
      const clone = tf.clone(weightOf(state));
      const before = await weightOf(state).data();
      await step(update, 2, numbersOf(2));
      expect(await clone.data()).toEqual(before);
      expect(await weightOf(state).data()).not.toEqual(before);
      clone.dispose();
      await step(update, 3, numbersOf(3));
    }));

  test('a clone outlives assignments, updates, the variable and the update itself', async () => {
    await tf.setBackend('webgpu');
    const state = createState(true);
    const update = createUpdate(state, constants);
    await step(update, 1, numbersOf(1));
    const [weight, bias] = [weightOf(state), state.parameters.get('bias') as tf.Variable];
    const clones = [tf.clone(weight), tf.clone(bias)];
    const before = await Promise.all(clones.map((clone) => clone.data()));
    tf.tidy(() => weight.assign(tf.zeros(weight.shape)));
    await step(update, 2, numbersOf(2));
    expect(await Promise.all(clones.map((clone) => clone.data()))).toEqual(before);
    const late = tf.clone(weight);
    const last = await weight.data();
    disposeState(state);
    update.dispose();
    const other = createState(true);
    const otherUpdate = createUpdate(other, constants);
    await step(otherUpdate, 1, numbersOf(1));
    expect(await Promise.all(clones.map((clone) => clone.data()))).toEqual(before);
    expect(await late.data()).toEqual(last);
    tf.dispose([clones, late]);
    disposeState(other);
    otherUpdate.dispose();
  });

  test('a read that began before the next update gets the old numbers, and a read after it the new ones', () =>
    withUpdate(async (update, state) => {
      await step(update, 1, numbersOf(1));
      const before = await weightOf(state).data();
      const reading = weightOf(state).data();
      const stepping = step(update, 2, numbersOf(2));
      expect(await reading).toEqual(before);
      await stepping;
      expect(await weightOf(state).data()).not.toEqual(before);
    }));

  test('uses numbers that are assigned between updates', async () => {
    const results: Map<string, Float32Array>[] = [];
    for (const backend of ['cpu', 'webgpu'] as const) {
      await tf.setBackend(backend);
      const state = createState(true);
      const update = createUpdate(state, constants);
      await step(update, 1, numbersOf(1));
      tf.tidy(() => weightOf(state).assign(tf.tensor(drawn('assigned', shapes.weight ?? []), shapes.weight)));
      await step(update, 2, numbersOf(2));
      results.push(await numbersIn(state));
      update.dispose();
      disposeState(state);
    }
    const [expected, actual] = results;
    for (const [name, values] of expected ?? []) {
      expect(relativeError(actual?.get(name) ?? new Float32Array(), values), name).toBeLessThan(1e-5);
    }
  });

  test('the variables outlive the update, with their numbers', async () => {
    await tf.setBackend('webgpu');
    const state = createState(true);
    const update = createUpdate(state, constants);
    await step(update, 1, numbersOf(1));
    const before = await numbersIn(state);
    update.dispose();
    expect(await numbersIn(state)).toEqual(before);
    disposeState(state);
  });

  test('holds no more buffers after many updates than after one', () =>
    withUpdate(async (update) => {
      await step(update, 1, numbersOf(1));
      await step(update, 2, numbersOf(2));
      const after = tf.memory();
      for (let i = 3; i < 8; i++) await step(update, i, numbersOf(i));
      expect(tf.memory()).toEqual(after);
    }));

  test('takes three dispatches', () =>
    withUpdate(async (update) => {
      await step(update, 1, numbersOf(1));
      const dispatched = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
      await step(update, 2, numbersOf(2));
      expect(dispatched).toHaveBeenCalledTimes(3);
      dispatched.mockRestore();
    }));

  describe('with more bytes than the device can bind', () => {
    async function inParts(mostBytes: number, threads: number) {
      await tf.setBackend('webgpu');
      const state = createState(true);
      const reduction = { threads, lanes: 64 };
      const update = createFusedUpdate(tf.backend() as SlicedBackend, state, constants, { reduction, mostBytes });
      if (!update) throw new Error('composed');
      const dispatched = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
      const norms: number[] = [];
      for (let i = 1; i <= 3; i++) norms.push(await step(update, i, numbersOf(i)));
      const dispatches = dispatched.mock.calls.length / 3;
      dispatched.mockRestore();
      update.dispose();
      const numbers = await numbersIn(state);
      disposeState(state);
      return { norms, numbers, dispatches };
    }

    // The slots take 256, 256, 1,280 and 1,024 bytes.
    test.each([
      [2816, 1],
      [2304, 2],
      [1792, 2],
      [1536, 3],
    ])('at most %i bytes: %i parts, and the same bits', async (mostBytes, parts) => {
      // Fewer threads than a part needs, so that a thread's sum continues from part to part, and
      // more.
      for (const threads of [64, 192]) {
        const { dispatches, ...whole } = await inParts(2 ** 20, threads);
        expect(dispatches).toBe(3);
        expect(await inParts(mostBytes, threads)).toEqual({ ...whole, dispatches: 2 * parts + 1 });
      }
    });

    test('leaves a tensor larger than that to the composed update', async () => {
      await tf.setBackend('webgpu');
      const tensors = tf.memory().numTensors;
      const state = createState(true);
      const made = createFusedUpdate(tf.backend() as SlicedBackend, state, constants, { mostBytes: 1279 });
      expect(made).toBeNull();
      disposeState(state);
      expect(tf.memory().numTensors).toBe(tensors);
    });
  });

  test("the variant for GPUs gives the reference's norm", async () => {
    await tf.setBackend('webgpu');
    const state = createState(false);
    const backend = tf.backend() as SlicedBackend;
    const update = createFusedUpdate(backend, state, constants, { reduction: { threads: 192, lanes: 64 } });
    expect(update).not.toBeNull();
    const norm = update ? await step(update, 1, numbersOf(1)) : Number.NaN;
    update?.dispose();
    expect(norm).toBeCloseTo(await step(createComposedUpdate(state, constants), 1, numbersOf(1)), 4);
    disposeState(state);
  });
});
