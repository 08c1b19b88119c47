/** Training images of noise: what is in a picture takes no time, and nobody has to fetch CIFAR-10 to measure. */
import { allClasses } from '../../src/ml/cifar.ts';
import { imageBytes } from '../../src/ml/data/mosaic.ts';
import { randomStream } from '../../src/ml/random.ts';

/** More than any batch; few enough to be drawn in no time. */
const count = 1024;

export interface Pictures {
  /** The images of step n, in an order that visits all. */
  batch(n: number, size: number): { readonly rgb: Uint8Array<ArrayBuffer>; readonly labels: Uint8Array<ArrayBuffer> };
}

/** Equal for every peer. */
export function drawPictures(): Pictures {
  const images = new Uint8Array(count * imageBytes);
  randomStream(7).fork('pictures').uint32(0, new Uint32Array(images.buffer));
  return {
    batch(n, size) {
      const rgb = new Uint8Array(size * imageBytes);
      const labels = new Uint8Array(size);
      for (let i = 0; i < size; i++) {
        // A prime's multiples come past all images before one comes twice.
        const image = ((n * size + i) * 331) % count;
        rgb.set(images.subarray(image * imageBytes, (image + 1) * imageBytes), i * imageBytes);
        labels[i] = image % allClasses.length;
      }
      return { rgb, labels };
    },
  };
}
