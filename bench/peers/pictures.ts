/** Training images for the benchmark: noise. */
import { pictureSize } from '../../src/ml/data/description.ts';
import { randomStream } from '../../src/ml/random.ts';
import { benchSet } from '../cases/case.ts';

/** More than any batch has, but few enough to be drawn quickly. */
export const count = 1024;

const imageBytes = pictureSize(benchSet);

/** [1024, side, side, channels], bytes; the same for every peer. */
export function drawPictures(): Uint8Array<ArrayBuffer> {
  const images = new Uint8Array(count * imageBytes);
  randomStream(7).fork('pictures').uint32(0, new Uint32Array(images.buffer));
  return images;
}

/** The images of step n. Multiples of a prime visit every image before any comes a second time. */
export function batchIndices(n: number, size: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: size }, (_, i) => ((n * size + i) * 331) % count);
}

export function labelsOf(indices: Uint32Array): Uint16Array<ArrayBuffer> {
  return Uint16Array.from(indices, (image) => image % benchSet.classNames.length);
}

/** [n, side, side, channels] */
export function gather(images: Uint8Array, indices: Uint32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(indices.length * imageBytes);
  for (const [i, image] of indices.entries()) {
    bytes.set(images.subarray(image * imageBytes, (image + 1) * imageBytes), i * imageBytes);
  }
  return bytes;
}
