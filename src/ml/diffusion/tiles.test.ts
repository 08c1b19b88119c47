import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { openDevice } from '../backends/open-device.ts';
import { randomNormal } from '../kernels/noise/index.ts';
import { randomStream } from '../random.ts';
import { tileStarts } from './tile-grid.ts';
import { tilingOf } from './tiles.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

it.each([
  { width: 48, height: 40, channels: 1, side: 28 },
  { width: 37, height: 45, channels: 3, side: 16 },
  { width: 16, height: 40, channels: 3, side: 16 },
] as const)(
  'cuts $width x $height pixels into tiles of $side where they lie, blends what agrees to the same, and keeps no tensor',
  async ({ side, ...size }) => {
    const before = tf.memory().numTensors;
    const tiling = tilingOf(size, side);
    const { width, height, channels } = size;
    const picture = randomNormal([1, height, width, channels], randomStream(1));
    const [tiles, blended] = tf.tidy(() => {
      const cut = tiling.cut(picture);
      return [cut, tiling.blend(cut)];
    });
    const [columns, rows] = [tileStarts(width, side), tileStarts(height, side)];
    expect(tiles.shape).toEqual([columns.length * rows.length, side, side, channels]);
    expect(tiling.count).toBe(tiles.shape[0]);
    const last = tf.tidy(() => tf.slice(picture, [0, height - side, width - side, 0], [1, side, side, channels]));
    expect(await tf.slice(tiles, [tiling.count - 1, 0, 0, 0], [1, -1, -1, -1]).data()).toEqual(await last.data());
    const apart = tf.tidy(() => tf.max(tf.abs(tf.sub(blended, picture))).dataSync()[0]);
    expect(apart).toBeLessThan(1e-5);
    tf.dispose([picture, tiles, blended, last]);
    tiling.dispose();
    expect(tf.memory().numTensors).toBe(before + 1); // the slice that was read
  },
);
