/**
 * The factor on the loss that keeps half-precision gradients large enough to be distinguished from
 * zero (Micikevicius et al. 2018, section 3.2). It is kept on the device, so no step waits for the
 * host. As in PyTorch's GradScaler it adapts to the gradients: numbers that are too large for a
 * half become infinite, as GPUs round. It is always a power of two, so it changes no other bit. A
 * run that goes on from a checkpoint starts with the initial scale again.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/current-backend.ts';
import { createLiveTensor } from '../../device/live-tensors.ts';
import type { UniformValues } from '../shared/uniform-struct.ts';

export interface LossScaling {
  readonly initial: number;
  /** Number of steps without overflow after which the scale doubles. */
  readonly growAfter: number;
}

/** PyTorch's values. Any steps that overflow at first are a few out of thousands. */
export const dynamicLossScaling: LossScaling = { initial: 2 ** 16, growAfter: 2000 };

/**
 * Float32 gradients of weights have room for far more. A larger scale would not save any further
 * gradient from becoming zero.
 */
const mostScale = 2 ** 24;

export interface LossScale {
  /** Scalar; the scale of the step that is being computed. */
  readonly scale: tf.Tensor;
  /** The inputs and outputs of the verdict. */
  readonly uniforms: UniformValues;
  readonly writes: Readonly<Record<string, tf.Tensor>>;
  /** Call it after a kernel has written the scale. */
  changed(): void;
  dispose(): void;
}

export function createLossScale(backend: SlicedBackend, { initial, growAfter }: LossScaling): LossScale {
  const [scale, progress] = [createLiveTensor([], 'float32'), createLiveTensor([2], 'float32')];
  scale.write(Float32Array.of(initial));
  return {
    scale: scale.tensor,
    uniforms: { growAfter, mostScale },
    writes: { scale: scale.tensor, progress: progress.tensor },
    changed: () => backend.forgetValues(scale.tensor.dataId),
    dispose() {
      scale.dispose();
      progress.dispose();
    },
  };
}
