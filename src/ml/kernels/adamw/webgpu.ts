/**
 * The update on WebGPU. Gradients are copied side by side, as tfjs leaves them all over the memory; weights, moments and average live so (see `Arena`).
 * Then three dispatches do what tfjs' operations take some thirty a parameter for.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { AdapterKind } from '../../device/adapter.ts';
import { Arena, slotsFor } from '../../device/arena.ts';
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

/** Null where an arena would be larger than what the device can bind. */
export function createFusedUpdate(
  backend: SlicedBackend,
  state: OptimizerState,
  { beta1, beta2, epsilon, maxGradNorm }: UpdateConstants,
  lossScaling: LossScaling | null = null,
  reduction = reductions[backend.facts.kind],
): Update | null {
  const names = [...state.parameters.keys()];
  const slots = slotsFor([...state.parameters.values()].map(({ size }) => size));
  const { maxBufferSize, maxStorageBufferBindingSize } = backend.facts.limits;
  if (slots.bytes > Math.min(maxBufferSize, maxStorageBufferBindingSize)) return null;

  const arena = () => new Arena(backend, slots);
  const arenas = { parameters: arena(), expAvg: arena(), expAvgSq: arena(), ...(state.ema && { ema: arena() }) };
  const held = [
    [arenas.parameters, state.parameters],
    [arenas.expAvg, state.expAvg],
    [arenas.expAvgSq, state.expAvgSq],
    ...(arenas.ema && state.ema ? ([[arenas.ema, state.ema]] as const) : []),
  ] as const;
  const health = new Arena(backend, slotsFor([1]));
  const changing = createLiveTensor([4], 'float32');
  const gradientArena = arena();
  const sums = backend.acquire(4 * reduction.threads);
  const factor = backend.acquire(4);
  const scaling = lossScaling && createLossScale(backend, lossScaling);
  const elements = slots.bytes / 16;
  const update = updateProgram(state.ema !== null);

  function gather(gradients: ReadonlyMap<string, tf.Tensor>): void {
    for (const [i, name] of names.entries()) {
      const slice = gradientArena.slices[i];
      if (slice) backend.copy(backend.sliceOf(required(gradients, name)), slice);
    }
  }

  return {
    lossScale: scaling?.scale ?? null,
    prepare({ stepSize, rootCorrection, shrink, emaDecay }) {
      for (const [of, variables] of held) {
        for (const [i, name] of names.entries()) of.hold(i, required(variables, name));
      }
      health.hold(0, state.healthy);
      changing.write(Float32Array.of(stepSize, rootCorrection, shrink, 1 - emaDecay));
    },
    run(gradients, loss) {
      gather(gradients);
      const { threads, lanes } = reduction;
      dispatch(backend, sumOfSquares, {
        uniforms: { elements, threads },
        reads: { gradients: gradientArena.buffer },
        writes: { sums },
        workgroups: Math.ceil(threads / sumOfSquares.workgroup),
      });
      const measured = backend.makeTensorInfo([2], 'float32');
      dispatch(backend, verdict(lanes, scaling !== null), {
        uniforms: { threads, maxGradNorm: maxGradNorm ?? -1, normEpsilon, ...scaling?.uniforms },
        reads: { sums, loss },
        writes: { measured, healthy: health.buffer, factor, ...scaling?.writes },
        workgroups: 1,
      });
      scaling?.changed();
      dispatch(backend, update, {
        uniforms: {
          elements,
          beta2,
          epsilon,
          newShare1: 1 - beta1,
          newShare2: 1 - beta2,
        },
        reads: { gradients: gradientArena.buffer, factor, numbers: changing.tensor },
        writes: Object.fromEntries(Object.entries(arenas).map(([name, { buffer }]) => [name, buffer])),
        workgroups: Math.ceil(elements / update.workgroup),
      });
      return tf.engine().makeTensorFromTensorInfo(measured) as tf.Tensor1D;
    },
    dispose() {
      for (const [of] of held) of.dispose();
      health.dispose();
      gradientArena.dispose();
      changing.dispose();
      scaling?.dispose();
      for (const buffer of [sums, factor]) backend.bufferManager.releaseBuffer(buffer);
    },
  };
}
