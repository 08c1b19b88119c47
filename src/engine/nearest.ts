/**
 * Which training pictures come nearest to a network's pictures: shows whether it invents or
 * remembers. Uses no device, so training goes on meanwhile.
 */
import { withChannels } from '../ml/data/conversion.ts';
import type { DataSet } from '../ml/data/dataset.ts';
import { PlaygroundError } from '../ml/errors.ts';
import type { Reason } from '../ml/reasons.ts';
import type { NearestPictures, Pictures } from '../workers/protocol.ts';
import { nextTask } from './lock.ts';
import { NearestSearch } from './nearest-search.ts';
import { joined } from './pictures.ts';
import type { Run } from './run.ts';

/** Longest time in ms that a piece delays a training step. */
const pieceMs = 8;

/**
 * Searches the training pictures of the run's classes that have arrived, as the page shows them: in
 * RGB. If training mirrors pictures, each is compared mirrored, too. `asked`: pictures of the run's
 * size. Throws `value-invalid` for another size, and `cancelled`.
 */
export async function nearestPictures(
  { dataSet, experiment }: Pick<Run, 'dataSet' | 'experiment'>,
  asked: Pictures,
  signal: AbortSignal,
): Promise<NearestPictures> {
  const { side, channels } = dataSet.shape;
  if (asked.width !== side || asked.height !== side) {
    const allowed: Reason = { code: 'of-side', side };
    throw new PlaygroundError('value-invalid', {
      name: 'pictures',
      value: `${asked.width} x ${asked.height}`,
      allowed,
    });
  }
  const wanted = experiment.horizontalFlip ? joined([asked.rgb, mirrored(asked.rgb, side)]) : asked.rgb;
  const search = new NearestSearch(wanted, side * side * 3);
  const labels = dataSet.labels('train');
  const admitted = new Set(experiment.classes);
  let compared = 0;
  for (const shard of readyShards(dataSet)) {
    const { first, count } = dataSet.shardRange('train', shard);
    const images = await dataSet.shardImages('train', shard, signal);
    const size = images.length / count;
    let began = performance.now();
    for (let i = 0; i < count; i++) {
      if (!admitted.has(labels[first + i] ?? -1)) continue;
      search.compare(withChannels(images.slice(i * size, (i + 1) * size), channels, 3), first + i, 0, 1);
      compared += 1;
      if (performance.now() - began < pieceMs) continue;
      await nextTask(); // where a cancellation and a step arrive
      if (signal.aborted) throw new PlaygroundError('cancelled');
      began = performance.now();
    }
  }
  return { ...chosen(search, asked.count, side, labels), compared };
}

function readyShards(dataSet: DataSet): readonly number[] {
  const all = Array.from({ length: dataSet.shardCount('train') }, (_, shard) => shard);
  return all.filter((shard) => dataSet.shardState('train', shard).kind === 'ready');
}

/** The search has each picture once, or once more mirrored behind all of them. */
function chosen({ nearest }: NearestSearch, count: number, side: number, labels: Uint16Array) {
  const found = Array.from({ length: count }, (_, i) => {
    const [plain, flipped] = [nearest[i], nearest[count + i]];
    if (!plain) throw new PlaygroundError('data-no-images');
    if (!flipped || plain.distance <= flipped.distance) return plain;
    return { ...flipped, picture: mirrored(flipped.picture, side) };
  });
  return {
    pictures: { count, width: side, height: side, rgb: joined(found.map(({ picture }) => picture)) },
    distances: Float32Array.from(found, ({ distance }) => distance),
    indices: Uint32Array.from(found, ({ index }) => index),
    labels: Uint16Array.from(found, ({ index }) => labels[index] ?? 0),
  };
}

/** Mirrors RGB pictures, one after another, left to right. */
export function mirrored(rgb: Uint8Array, side: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(rgb.length);
  for (let pixel = 0; pixel < rgb.length / 3; pixel++) {
    const x = pixel % side;
    const from = pixel - x + side - 1 - x;
    for (let channel = 0; channel < 3; channel++) result[pixel * 3 + channel] = rgb[from * 3 + channel] ?? 0;
  }
  return result;
}
