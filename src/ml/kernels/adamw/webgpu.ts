/**
 * The update on WebGPU. Gradients are copied side by side, as tfjs leaves them all over the memory; weights, moments and average live so (see `Arena`).
 * Then three dispatches do what tfjs' operations take some thirty a parameter for.
 */
import * as tf from '@tensorflow/tfjs-core';
import { Arena, slotsFor } from '../../device/arena.ts';
import type { SlicedBackend } from '../../device/sliced-backend.ts';
import { type AdapterKind, adapterKind } from '../adapter.ts';
import { dispatch } from '../compute-program.ts';
import { sumOfSquares, updateProgram, verdict } from './adamw.wgsl.ts';
import type { Update } from './index.ts';
import { normEpsilon, type OptimizerState, required } from './reference.ts';

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
  reduction = reductions[adapterKind(backend.device.adapterInfo)],
): Update | null {
  const names = [...state.parameters.keys()];
  const slots = slotsFor([...state.parameters.values()].map(({ size }) => size));
  const { maxBufferSize, maxStorageBufferBindingSize } = backend.device.limits;
  if (slots.bytes > Math.min(maxBufferSize, maxStorageBufferBindingSize)) return null;

  const arena = () => new Arena(backend, slots);
  const arenas = { parameters: arena(), expAvg: arena(), expAvgSq: arena(), ...(state.ema && { ema: arena() }) };
  const held = [
    [arenas.parameters, state.parameters],
    [arenas.expAvg, state.expAvg],
    [arenas.expAvgSq, state.expAvgSq],
    ...(arenas.ema && state.ema ? ([[arenas.ema, state.ema]] as const) : []),
  ] as const;
  const gradientArena = arena();
  const sums = backend.acquire(4 * reduction.threads);
  const elements = slots.bytes / 16;
  const update = updateProgram(state.ema !== null);

  function gather(gradients: ReadonlyMap<string, tf.Tensor>): void {
    for (const [i, name] of names.entries()) {
      const slice = gradientArena.slices[i];
      if (slice) backend.copy(backend.sliceOf(required(gradients, name)), slice);
    }
  }

  return {
    run: (gradients, loss, numbers) =>
      tf.tidy(() => {
        for (const [of, variables] of held) {
          for (const [i, name] of names.entries()) of.hold(i, required(variables, name));
        }
        gather(gradients);
        const { threads, lanes } = reduction;
        dispatch(backend, sumOfSquares, {
          uniforms: { elements, threads },
          reads: { gradients: gradientArena.buffer },
          writes: { sums },
          workgroups: Math.ceil(threads / sumOfSquares.workgroup),
        });
        const [norm, healthy] = [backend.makeTensorInfo([], 'float32'), backend.makeTensorInfo([], 'float32')];
        dispatch(backend, verdict(lanes), {
          uniforms: { threads },
          reads: { sums, loss, wasHealthy: state.healthy },
          writes: { norm, healthy },
          workgroups: 1,
        });
        dispatch(backend, update, {
          uniforms: {
            ...numbers,
            elements,
            maxGradNorm: numbers.maxGradNorm ?? -1,
            normEpsilon,
            newShare1: 1 - numbers.beta1,
            newShare2: 1 - numbers.beta2,
            emaShare: 1 - numbers.emaDecay,
          },
          fresh: true,
          reads: { gradients: gradientArena.buffer, norm, healthy },
          writes: Object.fromEntries(Object.entries(arenas).map(([name, { buffer }]) => [name, buffer])),
          workgroups: Math.ceil(elements / update.workgroup),
        });
        const engine = tf.engine();
        state.healthy.assign(engine.makeTensorFromTensorInfo(healthy));
        return engine.makeTensorFromTensorInfo(norm) as tf.Scalar;
      }),
    dispose() {
      for (const [of] of held) of.dispose();
      gradientArena.dispose();
      backend.bufferManager.releaseBuffer(sums);
    },
  };
}
