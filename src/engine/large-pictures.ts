/**
 * Processes pictures larger than the network's part by part. Each part takes the lock separately,
 * so that a call can be cancelled between two parts.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { PictureShape, PictureSize } from '../ml/data/description.ts';
import type { Answer, AnswerAhead } from '../ml/diffusion/denoiser.ts';
import { restore } from '../ml/diffusion/one-pass.ts';
import type { Turn } from '../ml/diffusion/sample.ts';
import { type Strip, stripsOf } from '../ml/diffusion/strips.ts';
import { tilingOf } from '../ml/diffusion/tiles.ts';
import type { Model } from '../ml/models/model.ts';
import { InFlight } from './in-flight.ts';
import { atOnce } from './in-parts.ts';

export interface PartsOptions {
  readonly turn: Turn;
  /** Called when the device has computed `done` of the `total` parts of a pass. */
  readonly onParts: (done: number, total: number) => void;
}

/** Parts given to the device before it has answered: more than one only if it answers late. */
const [leastInFlight, mostInFlight] = [1, 8];

/** For one picture. The tiling stays on the device until it is disposed of. */
export interface TiledAnswer extends AnswerAhead {
  dispose(): void;
}

/**
 * The network's answer for one picture of this size: the blend of its answers for tiles of its own
 * size. Each batch of tiles takes the lock once; all batches have one size, so that one recording
 * serves them.
 */
export function inTiles(
  answer: Answer,
  size: PictureSize,
  shape: PictureShape,
  { turn, onParts }: PartsOptions,
): TiledAnswer {
  const tiling = tilingOf(size, shape.side);
  const { count } = tiling;
  const batches = Math.ceil(count / atOnce(shape));
  const each = Math.ceil(count / batches);
  return {
    async ahead(x, timestep) {
      const given: tf.Tensor[] = [];
      const keep = <T extends tf.Tensor>(tensor: T): T => {
        given.push(tensor);
        return tensor;
      };
      const flying = new InFlight(leastInFlight, mostInFlight);
      try {
        const tiles = await turn(async () => keep(tf.tidy(() => tiling.cut(x))));
        const answers: tf.Tensor4D[] = [];
        for (let done = 0; done < count; ) {
          // The last batch begins with tiles that the previous one has already answered.
          const first = Math.min(done, count - each);
          const known = done - first;
          await flying.room();
          const next = first + each;
          await turn(async () => {
            const part = tf.tidy(() => {
              const output = answer(tf.slice(tiles, [first, 0, 0, 0], [each, -1, -1, -1]), timestep);
              return tf.slice(output, [known, 0, 0, 0], [each - known, -1, -1, -1]);
            });
            answers.push(keep(part));
            flying.add(computed(part).then(() => onParts(next, count)));
          });
          done = next;
        }
        await flying.empty();
        return await turn(async () => tf.tidy(() => tiling.blend(tf.concat(answers))));
      } finally {
        await flying.empty().catch(() => {}); // what failed has been thrown
        tf.dispose(given);
      }
    },
    dispose: () => tiling.dispose(),
  };
}

/**
 * The article network's output for one picture of any size, which belongs to the caller. It equals
 * the output of one pass, and each strip takes the lock once.
 */
export async function inStrips(
  model: Model,
  damaged: tf.Tensor4D,
  { width, height, channels }: PictureSize,
  { turn, onParts }: PartsOptions,
  strips = stripsOf({ width, height }),
): Promise<tf.Tensor4D> {
  const flying = new InFlight(leastInFlight, mostInFlight);
  const answers: tf.Tensor4D[] = [];
  try {
    for (const [i, strip] of strips.entries()) {
      await flying.room();
      await turn(async () => {
        const answer = tf.tidy(() => answerOf(model, damaged, strip, channels));
        answers.push(answer);
        flying.add(computed(answer).then(() => onParts(i + 1, strips.length)));
      });
    }
    await flying.empty();
    return await turn(async () => tf.tidy(() => joined(strips, answers)));
  } finally {
    await flying.empty().catch(() => {}); // what failed has been thrown
    tf.dispose(answers);
  }
}

function answerOf(model: Model, picture: tf.Tensor4D, { rows, columns }: Strip, channels: number): tf.Tensor4D {
  const [height, width] = [rows.to - rows.from, columns.to - columns.from];
  const seen = tf.slice(picture, [0, rows.from, columns.from, 0], [1, height, width, channels]);
  const kept = [1, rows.keepTo - rows.keepFrom, columns.keepTo - columns.keepFrom, channels] as const;
  return tf.slice(restore(model, seen), [0, rows.keepFrom - rows.from, columns.keepFrom - columns.from, 0], [...kept]);
}

/** Strips follow each other row by row. */
function joined(strips: readonly Strip[], answers: readonly tf.Tensor4D[]): tf.Tensor4D {
  const rows = new Map<number, tf.Tensor4D[]>();
  for (const [i, { rows: row }] of strips.entries()) {
    const answer = answers[i];
    if (answer) rows.set(row.from, [...(rows.get(row.from) ?? []), answer]);
  }
  return tf.concat(
    [...rows.values()].map((parts) => tf.concat(parts, 2)),
    1,
  );
}

/** Resolves when the device has reached this point; reads four bytes. */
async function computed(x: tf.Tensor4D): Promise<void> {
  const mark = tf.tidy(() => tf.slice(x, [0, 0, 0, 0], [1, 1, 1, 1]));
  try {
    await mark.data();
  } finally {
    mark.dispose();
  }
}
