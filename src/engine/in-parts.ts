/** Processes a few of many pictures at a time. */
import * as tf from '@tensorflow/tfjs-core';
import type { PictureShape } from '../ml/data/description.ts';
import type { Answer } from '../ml/diffusion/denoiser.ts';

/**
 * Images of this shape that a U-Net processes at once: twenty of 32 x 32, or fewer larger ones with
 * the same number of pixels.
 */
export function atOnce({ side }: PictureShape): number {
  return Math.max(1, Math.min(20, Math.floor((20 * 32 ** 2) / side ** 2)));
}

/**
 * The same answer, with the intermediates of only a few images at a time: those of 64 could exceed
 * a GPU's memory.
 */
export function inParts(answer: Answer, perPart: number): Answer {
  return (x, timestep) => {
    const [count] = x.shape;
    if (count <= perPart) return answer(x, timestep);
    const parts = Array.from({ length: Math.ceil(count / perPart) }, (_, part) => {
      const first = part * perPart;
      const size = Math.min(perPart, count - first);
      return tf.tidy(() => answer(tf.slice(x, [first, 0, 0, 0], [size, -1, -1, -1]), timestep, first));
    });
    return tf.concat(parts);
  };
}
