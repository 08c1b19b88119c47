/** The cases of nearest_noise.py: images, streams and the noise that PyTorch took. */
import { readGoldenNearestNoise } from '../../../../tools/golden/read.ts';
import { type PictureShape, pictureSize } from '../../data/description.ts';
import { randomStream } from '../../random.ts';
import type { BatchStreams } from './contents.ts';

export interface GoldenNoise {
  readonly name: string;
  readonly shape: PictureShape;
  readonly count: number;
  readonly draws: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly streams: BatchStreams;
  /** [count, side, side, channels] */
  readonly noise: Float32Array;
}

const golden = readGoldenNearestNoise();

export const goldenNoises: readonly GoldenNoise[] = golden.cases.map(
  ({ side, channels, count, draws, mirrored, nearest }) => {
    const shape: PictureShape = { side, channels };
    const root = randomStream(golden.seed).fork(`${side} ${channels}`);
    const size = pictureSize(shape);
    const words = new Uint32Array((count * size) / 4);
    root.fork('images').uint32(0, words);
    const noises = Array.from({ length: draws }, (_, draw) => {
      const values = new Float32Array(count * size);
      root.fork('noise').normal(draw * 2 ** 32, values);
      return values;
    });
    const noise = new Float32Array(count * size);
    for (const [image, draw] of nearest.entries()) {
      noise.set(noises[draw]?.subarray(image * size, (image + 1) * size) ?? [], image * size);
    }
    return {
      name: `${side} x ${side} x ${channels}, ${draws} draws`,
      ...{ shape, count, draws, noise },
      bytes: new Uint8Array(words.buffer),
      streams: { noise: root.fork('noise'), levels: root.fork('levels'), flips: mirrored ? root.fork('flips') : null },
    };
  },
);
