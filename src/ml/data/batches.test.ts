import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlaygroundError } from '../errors.ts';
import { randomStream } from '../random.ts';
import { type Batch, BatchOrder, type Cursor, startCursor } from './batches.ts';
import { imageBytes } from './cifar10.testing.ts';
import { type DataSet, openDataSet } from './dataset.ts';
import { syntheticImage, syntheticSource } from './synthetic-source.fixture.ts';

const allClasses = Array.from({ length: 10 }, (_, label) => label);
const stream = (seed: number) => randomStream(seed).fork('batches');

/** Every batch from `cursor` on, at most `limit`. */
async function walk(
  order: BatchOrder,
  cursor: Cursor = startCursor,
  limit = Number.POSITIVE_INFINITY,
): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (let at = cursor; batches.length < limit; ) {
    const batch = await order.take(at);
    if (batch === null) break;
    batches.push(batch);
    at = batch.next;
  }
  return batches;
}

/** There is no device that might have the images. */
function bytesOf(batch: Batch): Uint8Array<ArrayBuffer> {
  if ('bytes' in batch) return batch.bytes;
  throw new Error('a batch without bytes');
}

/** Which training images a batch has: each says it itself. */
function indicesOf(batch: Batch): number[] {
  const { labels } = batch;
  const view = new DataView(bytesOf(batch).buffer);
  return Array.from(labels, (_, i) => view.getUint32(i * imageBytes));
}
const imagesOf = (batches: readonly Batch[]) => batches.flatMap(indicesOf);
const ascending = (images: readonly number[]) => images.toSorted((a, b) => a - b);

/** Some labels, a shard size, a batch size, a choice of classes and a seed. */
const runs = fc.record({
  labels: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 }),
  imagesPerShard: fc.integer({ min: 1, max: 8 }),
  batchSize: fc.integer({ min: 1, max: 40 }),
  classes: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1 }),
  seed: fc.nat(),
});

type Run = typeof runs extends fc.Arbitrary<infer Value> ? Value : never;

async function open(
  run: Run,
  failedFiles: readonly string[] = [],
  epochs = 3,
): Promise<{ order: BatchOrder; dataSet: DataSet }> {
  const { source } = await syntheticSource({
    ...run,
    onRead: async (file) => {
      if (failedFiles.includes(file)) throw new PlaygroundError('data-shard-missing', { file });
    },
  });
  const dataSet = await openDataSet(source);
  return { dataSet, order: new BatchOrder({ ...run, dataSet, stream: stream(run.seed), epochs }) };
}

const selectedOf = ({ labels, classes }: Run) =>
  labels.flatMap((label, image) => (classes.includes(label) ? [image] : []));

describe('the order of a run', () => {
  test('contains every image of the chosen classes exactly once per epoch; the last batch may be partial', async () => {
    await fc.assert(
      fc.asyncProperty(runs, async (run) => {
        const selected = selectedOf(run);
        fc.pre(selected.length > 0);
        const { order } = await open(run);
        const batches = await walk(order);
        for (const epoch of [0, 1, 2]) {
          const ofEpoch = batches.filter((batch) => batch.epoch === epoch);
          expect(ascending(imagesOf(ofEpoch))).toEqual(selected);
          expect(ofEpoch.length).toBe(order.stepsPerEpoch);
          expect(ofEpoch.slice(0, -1).every(({ labels }) => labels.length === run.batchSize)).toBe(true);
          expect(ofEpoch.map(({ next }) => next.epoch > epoch)).toEqual(
            ofEpoch.map((_, i) => i === ofEpoch.length - 1),
          );
          expect(ofEpoch.slice(0, -1).map(({ next }) => order.stepInEpoch(next))).toEqual(
            ofEpoch.slice(0, -1).map((_, i) => i + 1),
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  test('gives each image its own pixels and label', async () => {
    const labels = Array.from({ length: 21 }, (_, i) => (i * 7) % 10);
    const { order } = await open({ labels, imagesPerShard: 8, batchSize: 5, classes: allClasses, seed: 3 });
    for (const batch of await walk(order)) {
      const { labels: given } = batch;
      const rgb = bytesOf(batch);
      for (const [i, image] of indicesOf(batch).entries()) {
        expect(given[i]).toBe(labels[image]);
        expect(rgb.subarray(i * 3072, (i + 1) * 3072)).toEqual(syntheticImage(image));
      }
    }
  });

  test('is the same for the same seed in whatever order the shards arrive, and differs for another seed', async () => {
    const run = { labels: Array(24).fill(0), imagesPerShard: 4, batchSize: 5, classes: [0], seed: 11 };
    const inOrder = await open(run);
    const reversed = await open(run);
    for (const shard of [5, 4, 3, 2, 1, 0]) await reversed.dataSet.settleShard('train', shard);
    const other = await open({ ...run, seed: 12 });
    const images = imagesOf(await walk(inOrder.order));
    expect(imagesOf(await walk(reversed.order))).toEqual(images);
    expect(imagesOf(await walk(other.order))).not.toEqual(images);
  });

  test('differs from epoch to epoch, and takes the shards in order in the first epoch', async () => {
    const labels = Array.from({ length: 24 }, () => 0);
    const { order } = await open({ labels, imagesPerShard: 8, batchSize: 8, classes: [0], seed: 1 });
    const batches = await walk(order);
    const first = batches.slice(0, 3).map((batch) => imagesOf([batch]));
    for (const [shard, images] of first.entries()) {
      expect(ascending(images)).toEqual(Array.from({ length: 8 }, (_, i) => shard * 8 + i));
      expect(images).not.toEqual(ascending(images));
    }
    const [a, b, c] = [0, 3, 6].map((at) => imagesOf(batches.slice(at, at + 3)));
    expect(b).not.toEqual(a);
    expect(c).not.toEqual(b);
    expect(b?.slice(0, 8).some((image) => image >= 8)).toBe(true);
  });

  test('goes on from any cursor, also after JSON, as if it had never stopped', async () => {
    await fc.assert(
      fc.asyncProperty(runs, fc.nat(), async (run, stop) => {
        fc.pre(selectedOf(run).length > 0);
        const whole = await walk((await open(run)).order);
        const at = stop % whole.length;
        const cursor = at === 0 ? startCursor : whole[at - 1]?.next;
        const resumed = await walk((await open(run)).order, JSON.parse(JSON.stringify(cursor)));
        expect(resumed).toEqual(whole.slice(at));
      }),
      { numRuns: 20 },
    );
  });

  test('leaves out the images of failed shards, and still ends each epoch', async () => {
    await fc.assert(
      fc.asyncProperty(runs, fc.nat(), async (run, which) => {
        const shards = Math.ceil(run.labels.length / run.imagesPerShard);
        const failed = which % shards;
        const left = selectedOf(run).filter((image) => Math.floor(image / run.imagesPerShard) !== failed);
        fc.pre(left.length > 0);
        const { order } = await open(run, [`train-${failed}.webp`]);
        const batches = await walk(order);
        for (const epoch of [0, 1, 2]) {
          expect(ascending(imagesOf(batches.filter((batch) => batch.epoch === epoch)))).toEqual(left);
        }
        expect(batches.every(({ labels }) => labels.length > 0)).toBe(true);
        expect(order.stepsPerEpoch).toBe(Math.ceil(left.length / run.batchSize));
      }),
      { numRuns: 30 },
    );
  });

  test('waits for exactly the shard that the next batch needs', async () => {
    const { order, dataSet } = await open({
      labels: Array(12).fill(0),
      imagesPerShard: 4,
      batchSize: 3,
      classes: [0],
      seed: 5,
    });
    expect(order.next(startCursor)).toEqual({ kind: 'wait', shards: [0] });
    await dataSet.settleShard('train', 0);
    const [first] = await walk(order, startCursor, 1);
    expect(dataSet.shardState('train', 1).kind).toBe('unasked');
    // One image of shard 0 is left, so the second batch needs shard 1 as well.
    expect(order.next(first?.next ?? startCursor)).toEqual({ kind: 'wait', shards: [1] });
  });

  test('needs only the first shard for the first 15 batches of 64, and takes 782 steps over 50,000 images', async () => {
    const labels = Array.from({ length: 50_000 }, (_, i) => i % 10);
    const read: string[] = [];
    const { source } = await syntheticSource({
      labels,
      imagesPerShard: 1000,
      grid: { columns: 40, rows: 25 },
      onRead: async (file) => void read.push(file),
    });
    const dataSet = await openDataSet(source);
    const order = new BatchOrder({ dataSet, stream: stream(42), batchSize: 64, classes: allClasses, epochs: 1 });
    const first = await walk(order, startCursor, 15);
    expect(read).toEqual(['train-0.webp']);
    const rest = await walk(order, first.at(-1)?.next);
    expect(first.length + rest.length).toBe(782);
    expect(rest.at(-1)?.labels.length).toBe(50_000 - 781 * 64);
    expect(new Set(imagesOf([...first, ...rest])).size).toBe(50_000);
  }, 20_000);
});

test('draws each order once: keeps two around the end of an epoch', async () => {
  const run = { labels: Array(12).fill(0), imagesPerShard: 4, batchSize: 4, classes: [0] };
  const { source } = await syntheticSource({
    ...run,
    onRead: async (file) => {
      if (file === 'train-1.webp') throw new PlaygroundError('data-shard-missing', { file });
    },
  });
  const forked: string[] = [];
  const counted = {
    ...stream(1),
    fork: (purpose: string) => {
      forked.push(purpose);
      return stream(1).fork(purpose);
    },
  };
  const order = new BatchOrder({ ...run, dataSet: await openDataSet(source), stream: counted, epochs: 4 });
  expect(await walk(order, startCursor, 2)).toHaveLength(2); // every shard is settled, one badly
  forked.length = 0;
  for (let i = 0; i < 5; i += 1) {
    await order.take({ epoch: 3, position: 0 });
    order.stepInEpoch({ epoch: 2, position: 12 });
  }
  expect(forked.toSorted()).toEqual(['epoch-2', 'epoch-3']);
});

test('fetches the shards in parallel, a few at a time, if a run resumes in a later epoch', async () => {
  const run = { labels: Array(16).fill(0), imagesPerShard: 2, batchSize: 16, classes: [0], epochs: 3 };
  let [underWay, most] = [0, 0];
  const { source } = await syntheticSource({
    ...run,
    onRead: async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 10));
      underWay -= 1;
    },
  });
  const order = new BatchOrder({ ...run, dataSet: await openDataSet(source), stream: stream(1) });
  const waits: number[] = [];
  const batch = await order.take({ epoch: 1, position: 0 }, undefined, (shards) => waits.push(shards.length));
  expect(batch?.labels).toHaveLength(16);
  expect({ waits, most }).toEqual({ waits: [8], most: 3 }); // one wait for all eight
});

describe('a run that cannot go on says so', () => {
  const run = { labels: [1, 1, 2, 2], imagesPerShard: 2, batchSize: 2, classes: [1, 2], seed: 0 };

  test('if no image has one of the chosen classes', async () => {
    await expect(open({ ...run, classes: [7] })).rejects.toMatchObject({ code: 'data-no-images' });
  });

  test('if every shard has failed', async () => {
    const { order } = await open(run, ['train-0.webp', 'train-1.webp']);
    await expect(order.take(startCursor)).rejects.toMatchObject({ code: 'data-all-shards-failed' });
  });

  test('if every shard with the chosen classes has failed, although others have arrived', async () => {
    const { order } = await open({ ...run, classes: [2] }, ['train-1.webp']);
    await expect(order.take(startCursor)).rejects.toMatchObject({ code: 'data-all-shards-failed' });
  });

  test('if it is stopped while it waits', async () => {
    const stop = new AbortController();
    const { source } = await syntheticSource({ ...run, onRead: () => new Promise(() => undefined) });
    const dataSet = await openDataSet(source);
    const order = new BatchOrder({ ...run, dataSet, stream: stream(0), epochs: 1 });
    const waits: (readonly number[])[] = [];
    const batch = order.take(startCursor, stop.signal, (shards) => waits.push(shards));
    stop.abort();
    await expect(batch).rejects.toMatchObject({ code: 'cancelled' });
    expect(waits).toEqual([[0]]);
  });
});
