/** What is changed at random about a batch before it is learned from. On the host: a batch is small there, still bytes. */
import { imageChannels, imageSide } from '../cifar.ts';
import type { RandomStream } from '../random.ts';

const rowBytes = imageSide * imageChannels;

/** RGB bytes [n, 32, 32, 3] -> the same, every image mirrored left to right with probability 1/2. */
export function flipSome(rgb: Uint8Array, stream: RandomStream): Uint8Array {
  const imageBytes = imageSide * rowBytes;
  const chances = new Float32Array(rgb.length / imageBytes);
  stream.uniform(0, chances);
  const flipped = rgb.slice();
  for (const [image, chance] of chances.entries()) {
    if (chance >= 0.5) continue;
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
export function dropLabels(labels: Uint8Array, share: number, noClass: number, stream: RandomStream): Uint8Array {
  const chances = new Float32Array(labels.length);
  stream.uniform(0, chances);
  return labels.map((label, i) => ((chances[i] ?? 1) < share ? noClass : label));
}
