/**
 * The factor on the loss that keeps gradients in half precision above what it can tell from zero (Micikevicius et al. 2018, section 3.2), on the device: no
 * step waits for the host to look. It follows what the gradients allow, as PyTorch's GradScaler does: too large for a half they become infinite, as GPUs
 * round. Powers of two, which change no other bit. A run that goes on from a checkpoint begins with the first one again.
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/current-backend.ts';
import { createLiveTensor } from '../../device/live.ts';
import type { UniformValues } from '../uniform-struct.ts';

export interface LossScaling {
  readonly initial: number;
  /** Steps without overflow after which it doubles. */
  readonly growAfter: number;
}

/** PyTorch's. Steps that overflow at first, should any do, are a few of thousands. */
export const dynamicLossScaling: LossScaling = { initial: 2 ** 16, growAfter: 2000 };

/** A gradient of a weight in float32 has room for far more; beyond this nothing would be told from zero that was not before. */
const mostScale = 2 ** 24;

export interface LossScale {
  /** Scalar: of the step that is being computed. */
  readonly scale: tf.Tensor;
  /** What the verdict binds. */
  readonly uniforms: UniformValues;
  readonly writes: Readonly<Record<string, tf.Tensor>>;
  /** A kernel has written it. */
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
