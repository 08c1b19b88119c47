/**
 * The update on WebGPU. Gradients are copied side by side, as tfjs leaves them all over the memory; weights, moments and average live so (see `Arena`).
 * Then three dispatches do what tfjs' operations take some thirty a parameter for; two more for each further part of a network that is larger than what the device can bind.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { AdapterKind } from '../../device/adapter.ts';
import { Arena, type PartOfSlots, slotsFor, slotsInParts } from '../../device/arena.ts';
import { createLiveTensor } from '../../device/live.ts';
import type { SlicedBackend } from '../../device/sliced.ts';
import { dispatch } from '../compute-program.ts';
import { sumOfSquares, updateProgram, verdict } from './adamw.wgsl.ts';
import type { Update } from './index.ts';
import { createLossScale, type LossScaling } from './loss-scale.ts';
import { normEpsilon, type OptimizerState, required, type UpdateConstants } from './reference.ts';

/** Invocations that sum squares, and of the one workgroup that adds their sums up: 1 where a barrier costs more than it saves. */
const reductions: Readonly<Record<AdapterKind, { readonly threads: number; readonly lanes: number }>> = {
  lavapipe: { threads: 512, lanes: 1 },
  swiftshader: { threads: 512, lanes: 1 },
  gpu: { threads: 32_768, lanes: 256 },
};

export interface FusedOptions {
  readonly lossScaling?: LossScaling | null;
  readonly reduction?: { readonly threads: number; readonly lanes: number };
  /** Of an arena: what the device can bind. Larger networks are updated in several parts. */
  readonly mostBytes?: number;
}

/** Null where a single tensor is larger than what the device can bind. */
export function createFusedUpdate(
  backend: SlicedBackend,
  state: OptimizerState,
  { beta1, beta2, epsilon, maxGradNorm }: UpdateConstants,
  { lossScaling = null, reduction = reductions[backend.facts.kind], mostBytes = bindable(backend) }: FusedOptions = {},
): Update | null {
  const names = [...state.parameters.keys()];
  const sizes = Array.from(state.parameters.values(), ({ size }) => size);
  const slots = slotsInParts(sizes, mostBytes);
  if (slots === null) return null;

  const parts = slots.map((part) => new Part(backend, state, part, names));
  const health = new Arena(backend, slotsFor([1]));
  const changing = createLiveTensor([4], 'float32');
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
    prepare({ stepSize, rootCorrection, shrink, emaDecay }) {
      settle();
      changing.write(Float32Array.of(stepSize, rootCorrection, shrink, 1 - emaDecay));
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
      for (const { gradients, elements, buffers } of parts) {
        dispatch(backend, update, {
          uniforms: {
            elements,
            beta2,
            epsilon,
            newShare1: 1 - beta1,
            newShare2: 1 - beta2,
          },
          reads: { gradients: gradients.buffer, factor, numbers: changing.tensor },
          writes: buffers,
          workgroups: Math.ceil(elements / update.workgroup),
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

/** Consecutive parameters, and all that goes with them: an arena each for weights, moments, average and gradients. */
class Part {
  readonly gradients: Arena;
  /** By what the update's program calls them. */
  readonly buffers: Readonly<Record<string, GPUBuffer>>;
  /** Of four numbers, of each arena. */
  readonly elements: number;
  readonly #held: readonly (readonly [Arena, ReadonlyMap<string, tf.Variable>])[];
  readonly #names: readonly string[];

  constructor(
    private readonly backend: SlicedBackend,
    { parameters, expAvg, expAvgSq, ema }: OptimizerState,
    slots: PartOfSlots,
    names: readonly string[],
  ) {
    this.#names = names.slice(slots.first, slots.first + slots.places.length);
    this.elements = slots.bytes / 16;
    const variables = { parameters, expAvg, expAvgSq, ...(ema && { ema }) };
    const held = Object.entries(variables).map(([name, of]) => [name, new Arena(backend, slots), of] as const);
    this.buffers = Object.fromEntries(held.map(([name, { buffer }]) => [name, buffer]));
    this.#held = held.map(([, arena, of]) => [arena, of]);
    this.gradients = new Arena(backend, slots);
  }

  /** Before an update writes over them: the variables stand in their slots. */
  hold(): void {
    for (const [arena, variables] of this.#held) {
      for (const [i, name] of this.#names.entries()) arena.hold(i, required(variables, name));
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
    for (const [arena] of this.#held) arena.dispose();
    this.gradients.dispose();
  }
}
