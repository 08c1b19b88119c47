/** Random changes to a batch before training sees it. */
import type { RandomStream } from '../random.ts';
import { type PictureShape, pictureSize } from './description.ts';

/** Which of `count` images are mirrored left to right: each with probability 1/2. */
export function flipsOf(count: number, stream: RandomStream): boolean[] {
  const chances = new Float32Array(count);
  stream.uniform(0, chances);
  return Array.from(chances, (chance) => chance < 0.5);
}

/**
 * Bytes [n, side, side, channels] -> the same shape, with the images mirrored that `flipsOf` picks.
 */
export function flipSome(images: Uint8Array, shape: PictureShape, stream: RandomStream): Uint8Array<ArrayBuffer> {
  const { side, channels } = shape;
  const imageBytes = pictureSize(shape);
  const rowBytes = side * channels;
  const flipped = images.slice();
  for (const [image, mirrored] of flipsOf(images.length / imageBytes, stream).entries()) {
    if (!mirrored) continue;
    const end = (image + 1) * imageBytes;
    for (let row = image * imageBytes; row < end; row += rowBytes) {
      for (let x = 0; x < side; x++) {
        const from = row + (side - 1 - x) * channels;
        flipped.set(images.subarray(from, from + channels), row + x * channels);
      }
    }
  }
  return flipped;
}

/**
 * Replaces each label by `noClass` with probability `share` (Ho and Salimans, "Classifier-Free
 * Diffusion Guidance", 2022, algorithm 1).
 */
export function dropLabels(
  labels: Uint16Array<ArrayBuffer>,
  share: number,
  noClass: number,
  stream: RandomStream,
): Uint16Array<ArrayBuffer> {
  const chances = new Float32Array(labels.length);
  stream.uniform(0, chances);
  return labels.map((label, i) => ((chances[i] ?? 1) < share ? noClass : label));
}
