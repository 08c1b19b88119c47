import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomStream } from '../random.ts';
import { dropLabels, flipSome } from './augmentation.ts';
import { cifar10, imageBytes } from './cifar10.testing.ts';
import { type PictureShape, pictureSize } from './description.ts';

/** Images whose bytes say where they stand. */
function pictures(count: number, shape: PictureShape = cifar10): Uint8Array {
  const imageBytes = pictureSize(shape);
  return Uint8Array.from({ length: count * imageBytes }, (_, i) => (i * 7 + (i >> 8)) & 255);
}

function mirrored(image: Uint8Array, { side, channels }: PictureShape): Uint8Array {
  return image.map((_, i) => {
    const [pixel, channel] = [Math.floor(i / channels), i % channels];
    const [row, x] = [Math.floor(pixel / side), pixel % side];
    return image[(row * side + side - 1 - x) * channels + channel] ?? 0;
  });
}

test.each<PictureShape>([cifar10, { side: 28, channels: 1 }, { side: 10, channels: 4 }])(
  'every image is as it was or mirrored, about half of them each; the batch itself stays: $side x $channels',
  (shape) => {
    const count = 200;
    const imageBytes = pictureSize(shape);
    const rgb = pictures(count, shape);
    const before = rgb.slice();
    const flipped = flipSome(rgb, shape, randomStream(1));
    expect(Buffer.compare(rgb, before)).toBe(0);
    let mirrors = 0;
    for (let i = 0; i < count; i++) {
      const image = rgb.subarray(i * imageBytes, (i + 1) * imageBytes);
      const now = flipped.subarray(i * imageBytes, (i + 1) * imageBytes);
      const isMirrored = now.some((byte, k) => byte !== image[k]);
      if (isMirrored) mirrors++;
      expect(Buffer.compare(now, isMirrored ? mirrored(image, shape) : image), `image ${i}`).toBe(0);
    }
    // Five standard deviations of 200 throws of a coin.
    expect(Math.abs(mirrors - count / 2)).toBeLessThan(5 * Math.sqrt(count / 4));
  },
);

test('whether image i is flipped does not depend on later images; the same stream flips the same images', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(), (count, seed) => {
      const all = flipSome(pictures(count + 2), cifar10, randomStream(seed));
      const fewer = flipSome(pictures(count), cifar10, randomStream(seed));
      expect(Buffer.compare(fewer, all.subarray(0, count * imageBytes))).toBe(0);
    }),
    { numRuns: 20 },
  );
});

test('labels stay or become "no class", in the requested share', () => {
  const labels = Uint16Array.from({ length: 10_000 }, (_, i) => i % 10);
  const dropped = dropLabels(labels, 0.1, 10, randomStream(2));
  expect(dropped.every((label, i) => label === labels[i] || label === 10)).toBe(true);
  const share = dropped.filter((label) => label === 10).length / labels.length;
  expect(Math.abs(share - 0.1)).toBeLessThan(5 * Math.sqrt((0.1 * 0.9) / labels.length));
  expect(dropLabels(labels, 0, 10, randomStream(2))).toEqual(labels);
  expect(dropLabels(labels, 1, 10, randomStream(2)).every((label) => label === 10)).toBe(true);
});
