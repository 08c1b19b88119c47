/** What is changed at random about a batch before it is learned from. */
import { imageChannels, imageSide } from '../cifar.ts';
import type { RandomStream } from '../random.ts';

const rowBytes = imageSide * imageChannels;

/** Which of `count` images are mirrored left to right: each with probability 1/2. */
export function flipsOf(count: number, stream: RandomStream): boolean[] {
  const chances = new Float32Array(count);
  stream.uniform(0, chances);
  return Array.from(chances, (chance) => chance < 0.5);
}

/** RGB bytes [n, 32, 32, 3] -> the same, with those images mirrored that `flipsOf` names. */
export function flipSome(rgb: Uint8Array, stream: RandomStream): Uint8Array<ArrayBuffer> {
  const imageBytes = imageSide * rowBytes;
  const flipped = rgb.slice();
  for (const [image, mirrored] of flipsOf(rgb.length / imageBytes, stream).entries()) {
    if (!mirrored) continue;
    const end = (image + 1) * imageBytes;
    for (let row = image * imageBytes; row < end; row += rowBytes) {
      for (let x = 0; x < imageSide; x++) {
        const from = row + (imageSide - 1 - x) * imageChannels;
        flipped.set(rgb.subarray(from, from + imageChannels), row + x * imageChannels);
      }
    }
  }
  return flipped;
}

/** The labels, each `noClass` instead with probability `share` (Ho and Salimans, "Classifier-Free Diffusion Guidance", 2022, algorithm 1). */
export function dropLabels(
  labels: Uint8Array<ArrayBuffer>,
  share: number,
  noClass: number,
  stream: RandomStream,
): Uint8Array<ArrayBuffer> {
  const chances = new Float32Array(labels.length);
  stream.uniform(0, chances);
  return labels.map((label, i) => ((chances[i] ?? 1) < share ? noClass : label));
}
