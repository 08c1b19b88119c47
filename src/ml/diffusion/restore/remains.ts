/** What remains of a picture after a damage, as tensors. */
import * as tf from '@tensorflow/tfjs-core';
import { type PictureShape, type PictureSize, sizeOf } from '../../data/description.ts';
import { toTensor } from '../../pixels.ts';
import type { Damage, Damaged } from './damages.ts';
import { type Project, projectionOf } from './projection.ts';

/** For pictures [n, height, width, channels]. */
export interface Remains {
  /** A^+ y, in [-1, 1]; 0 where a pixel is lost. */
  readonly measured: tf.Tensor4D;
  /** [n, height, width, 1], 1 where a pixel is known; null if none is lost. */
  readonly known: tf.Tensor4D | null;
  readonly project: Project;
  /** Standard deviation of the Gaussian noise in the measured picture; 0: none. */
  readonly noise: number;
  dispose(): void;
}

export function remainsOf({ measured, lost }: Damaged, shape: PictureShape | PictureSize, damage: Damage): Remains {
  const size = sizeOf(shape);
  const { width, height } = size;
  const known =
    lost &&
    tf.tensor4d(
      Float32Array.from(lost, (isLost) => 1 - isLost),
      [lost.length / (width * height), height, width, 1],
    );
  const projection = projectionOf(damage, size, known);
  const pictures = tf.tidy(() => {
    const there = toTensor(measured, shape);
    // The byte of a lost pixel is close to 0 as a number, but not equal to it.
    return known ? tf.mul<tf.Tensor4D>(there, known) : there;
  });
  return {
    measured: pictures,
    known,
    project: projection.project,
    noise: damage.kind === 'noise' ? damage.noise : 0,
    dispose: () => {
      projection.dispose();
      tf.dispose(known ? [pictures, known] : [pictures]);
    },
  };
}
