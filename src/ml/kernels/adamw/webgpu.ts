/**
 * The update on WebGPU. tfjs leaves the gradients in separate buffers, so they are copied side by
 * side first; weights, moments and average are side by side already (see `Arena`). Three dispatches
 * then replace about thirty tfjs operations per parameter. Each further part of a network that is
 * too large to be bound at once takes two more. AdamW's parameters come first; those of a matrix
 * rule follow and have dispatches of their own.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { AdapterKind } from '../../device/adapter.ts';
import { Arena, type PartOfSlots, type Slots, slotsFor, slotsInParts } from '../../device/arena.ts';
import type { SlicedBackend } from '../../device/current-backend.ts';
import { createLiveTensor } from '../../device/live-tensors.ts';
import { dispatch } from '../shared/compute-program.ts';
import { sumOfSquares, updateProgram, verdict } from './adamw.wgsl.ts';
import { createLossScale, type LossScaling } from './loss-scale.ts';
import { normEpsilon, required } from './reference.ts';
import type { FusedMatrices, MatrixRule, OptimizerState, Update, UpdateConstants } from './update.ts';

/**
 * Number of invocations that sum squares, and of those in the one workgroup that adds up their
 * sums: 1 where a barrier costs more than it saves.
 */
const reductions: Readonly<Record<AdapterKind, { readonly threads: number; readonly lanes: number }>> = {
  lavapipe: { threads: 512, lanes: 1 },
  swiftshader: { threads: 512, lanes: 1 },
  gpu: { threads: 32_768, lanes: 256 },
};

export interface FusedOptions {
  readonly lossScaling?: LossScaling | null;
  readonly reduction?: { readonly threads: number; readonly lanes: number };
  /**
   * Most bytes of an arena: what the device can bind. Larger networks are updated in several parts.
   */
  readonly mostBytes?: number;
}

/** Null if a single tensor is larger than the device can bind. */
export function createFusedUpdate(
  backend: SlicedBackend,
  state: OptimizerState,
  { beta1, beta2, epsilon, maxGradNorm, matrixRule = null }: UpdateConstants,
  { lossScaling = null, reduction = reductions[backend.facts.kind], mostBytes = bindable(backend) }: FusedOptions = {},
): Update | null {
  const isMatrix = (name: string) => state.momentum.has(name);
  const all = [...state.parameters.keys()];
  const names = [...all.filter((name) => !isMatrix(name)), ...all.filter(isMatrix)];
  const variables = names.map((name) => required(state.parameters, name));
  const slots = slotsInParts(
    variables.map(({ size }) => size),
    mostBytes,
    names.map((name, i) => (isMatrix(name) && matrixRule?.bytesBeside(variables[i]?.shape ?? [])) || 0),
  );
  if (slots === null) return null;

  const parts = slots.map((part) => new Part(backend, state, part, names, matrixRule));
  const health = new Arena(backend, slotsFor([1]));
  const changing = createLiveTensor([8], 'float32');
  const { threads, lanes } = reduction;
  const sums = backend.acquire(4 * threads);
  const carried = parts.length > 1 ? backend.acquire(16 * threads) : null;
  const factor = backend.acquire(4);
  const scaling = lossScaling && createLossScale(backend, lossScaling);
  const squares = sumOfSquares(carried !== null);
  const update = updateProgram(state.ema !== null);

  function sumSquares(): void {
    let start = 0;
    for (const { gradients, elements } of parts) {
      dispatch(backend, squares, {
        uniforms: { elements, threads, ...(carried && { start }) },
        reads: { gradients: gradients.buffer },
        writes: { sums, ...(carried && { carried }) },
        workgroups: Math.ceil(threads / squares.workgroup),
      });
      start += elements;
    }
  }

  function settle(): void {
    for (const part of parts) part.hold();
    health.hold(0, state.healthy);
  }

  return {
    lossScale: scaling?.scale ?? null,
    settle,
    prepare({ stepSize, rootCorrection, shrink, emaDecay, matrixRate, matrixShrink }) {
      settle();
      changing.write(Float32Array.of(stepSize, rootCorrection, shrink, 1 - emaDecay, matrixRate, matrixShrink, 0, 0));
    },
    run(gradients, loss) {
      for (const part of parts) part.gather(gradients);
      backend.beforeChange();
      sumSquares();
      const measured = backend.makeTensorInfo([2], 'float32');
      dispatch(backend, verdict(lanes, scaling !== null), {
        uniforms: { threads, maxGradNorm: maxGradNorm ?? -1, normEpsilon, ...scaling?.uniforms },
        reads: { sums, loss },
        writes: { measured, healthy: health.buffer, factor, ...scaling?.writes },
        workgroups: 1,
      });
      scaling?.changed();
      for (const { gradients, adamElements, buffers, matrices } of parts) {
        matrices?.run(factor, changing.tensor);
        if (adamElements === 0) continue;
        dispatch(backend, update, {
          uniforms: {
            elements: adamElements,
            beta2,
            epsilon,
            newShare1: 1 - beta1,
            newShare2: 1 - beta2,
          },
          reads: { gradients: gradients.buffer, factor, numbers: changing.tensor },
          writes: buffers,
          workgroups: Math.ceil(adamElements / update.workgroup),
        });
      }
      return tf.engine().makeTensorFromTensorInfo(measured) as tf.Tensor1D;
    },
    dispose() {
      for (const part of parts) part.dispose();
      health.dispose();
      changing.dispose();
      scaling?.dispose();
      for (const buffer of [sums, carried, factor]) if (buffer) backend.bufferManager.releaseBuffer(buffer);
    },
  };
}

function bindable({ facts }: SlicedBackend): number {
  return Math.min(facts.limits.maxBufferSize, facts.limits.maxStorageBufferBindingSize);
}

/** An arena, and the variables in its slots. */
interface Held {
  readonly arena: Arena;
  readonly variables: readonly tf.Variable[];
}

/**
 * Consecutive parameters with all their state: one arena each for weights, moments, momentum,
 * average and gradients.
 */
class Part {
  readonly gradients: Arena;
  /** By their names in AdamW's program. */
  readonly buffers: Readonly<Record<string, GPUBuffer>>;
  /** In elements of four numbers. */
  readonly elements: number;
  /** The elements of AdamW's parameters, which come first. */
  readonly adamElements: number;
  readonly matrices: FusedMatrices | null;
  readonly #held: readonly Held[];
  readonly #names: readonly string[];

  constructor(
    private readonly backend: SlicedBackend,
    { parameters, expAvg, expAvgSq, momentum, ema }: OptimizerState,
    { first, bytes, places }: PartOfSlots,
    allNames: readonly string[],
    rule: MatrixRule | null,
  ) {
    const names = allNames.slice(first, first + places.length);
    const adams = names.filter((name) => !momentum.has(name));
    const start = places[adams.length]?.offset ?? bytes;
    this.#names = names;
    this.elements = bytes / 16;
    this.adamElements = start / 16;
    const hold = (all: ReadonlyMap<string, tf.Variable>, names: readonly string[], slots: Slots): Held => ({
      arena: new Arena(backend, slots),
      variables: names.map((name) => required(all, name)),
    });
    const whole = { bytes, places };
    const ofAdam = { bytes: start, places: places.slice(0, adams.length) };
    const held = {
      parameters: hold(parameters, names, whole),
      ...(start > 0 && { expAvg: hold(expAvg, adams, ofAdam), expAvgSq: hold(expAvgSq, adams, ofAdam) }),
      ...(ema && { ema: hold(ema, names, whole) }),
    };
    this.buffers = Object.fromEntries(Object.entries(held).map(([name, { arena }]) => [name, arena.buffer]));
    this.gradients = new Arena(backend, whole);
    const ofRule = places.slice(adams.length);
    if (rule === null || ofRule.length === 0) {
      this.#held = Object.values(held);
      this.matrices = null;
      return;
    }
    const moved = ofRule.map(({ offset, size }) => ({ offset: offset - start, size }));
    const owned = hold(momentum, names.slice(adams.length), { bytes: bytes - start, places: moved });
    this.#held = [...Object.values(held), owned];
    this.matrices = rule.fused(backend, {
      matrices: owned.variables.map(({ shape }, i) => ({ shape, offset: ofRule[i]?.offset ?? 0 })),
      start,
      end: bytes,
      gradients: this.gradients.buffer,
      parameters: held.parameters.arena.buffer,
      momentum: owned.arena.buffer,
      ema: held.ema?.arena.buffer ?? null,
    });
  }

  /** Call it before an update overwrites them: moves the variables into their slots. */
  hold(): void {
    for (const { arena, variables } of this.#held) {
      for (const [i, variable] of variables.entries()) arena.hold(i, variable);
    }
  }

  gather(gradients: ReadonlyMap<string, tf.Tensor>): void {
    const { backend } = this;
    for (const [i, name] of this.#names.entries()) {
      const slice = this.gradients.slices[i];
      if (slice) backend.copy(backend.sliceOf(required(gradients, name)), slice);
    }
  }

  dispose(): void {
    for (const { arena } of this.#held) arena.dispose();
    this.gradients.dispose();
    this.matrices?.dispose();
  }
}
