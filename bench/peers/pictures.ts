/** Training images of noise: what is in a picture takes no time, and nobody has to fetch CIFAR-10 to measure. */
import { allClasses } from '../../src/ml/cifar.ts';
import { imageBytes } from '../../src/ml/data/mosaic.ts';
import { randomStream } from '../../src/ml/random.ts';

/** More than any batch; few enough to be drawn in no time. */
const count = 1024;

/** [1024, 32, 32, 3], RGB bytes; equal for every peer. */
export function drawPictures(): Uint8Array<ArrayBuffer> {
  const images = new Uint8Array(count * imageBytes);
  randomStream(7).fork('pictures').uint32(0, new Uint32Array(images.buffer));
  return images;
}

/** Which of them step n takes, in an order that visits all: a prime's multiples come past every image before one comes twice. */
export function batchIndices(n: number, size: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: size }, (_, i) => ((n * size + i) * 331) % count);
}

export function labelsOf(indices: Uint32Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(indices, (image) => image % allClasses.length);
}

/** [n, 32, 32, 3] */
export function gather(images: Uint8Array, indices: Uint32Array): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(indices.length * imageBytes);
  for (const [i, image] of indices.entries()) {
    rgb.set(images.subarray(image * imageBytes, (image + 1) * imageBytes), i * imageBytes);
  }
  return rgb;
}
