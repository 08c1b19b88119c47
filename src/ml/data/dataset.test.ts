import { describe, expect, test } from 'vitest';
import { nodeShards } from '../../../cli/node-shards.ts';
import { reasonInEnglish } from '../../../tools/vitest/english.ts';
import { PlaygroundError } from '../errors.ts';
import { type DataProgress, openDataSet } from './dataset.ts';
import { parseManifest } from './manifest.ts';
import { firstShardsOf } from './part-of-set.ts';
import { hashOfSet } from './set-hash.ts';
import type { ShardSource } from './source.ts';
import { sha256, syntheticImage, syntheticSource } from './synthetic-source.fixture.ts';

/** The first two training shards of the real data; not every checkout has the others. */
async function realSource(changes: Partial<ShardSource> = {}): Promise<ShardSource> {
  const source = nodeShards();
  const manifest = await firstShardsOf(await parseManifest(await source.manifest()), { train: 2, test: 1 });
  return { ...source, manifest: async () => manifest, ...changes };
}

/** The real data, but with `change` applied to the bytes of `file`. */
async function realSourceWith(file: string, change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>) {
  const { read } = nodeShards();
  return realSource({
    read: async (asked, signal) => {
      const bytes = await read(asked, signal);
      return asked === file ? change(bytes) : bytes;
    },
  });
}

async function loadAll(source: ShardSource) {
  const dataSet = await openDataSet(source);
  const progress: DataProgress[] = [];
  const errors: PlaygroundError[] = [];
  await dataSet.loadAll({ onProgress: (now) => progress.push(now), onError: (error) => errors.push(error) });
  return { dataSet, progress, errors };
}

describe('with the real shards', () => {
  test('all arrive, progress grows, and the first image is the known frog', async () => {
    const { dataSet, progress, errors } = await loadAll(await realSource());
    expect(errors).toEqual([]);
    expect(progress.map(({ shardsReady, images }) => [shardsReady, images])).toEqual([
      [1, 1000],
      [2, 2000],
    ]);
    expect(progress.at(-1)?.bytesReady).toBe(progress.at(-1)?.bytesTotal);
    const frog = await dataSet.image('train', 0);
    expect(dataSet.labels('train')[0]).toBe(6);
    // The first red values of data_batch_1's first image, which are 59 43 50 in the original files
    // (one channel after another).
    expect([frog[0], frog[3], frog[6]]).toEqual([59, 43, 50]);
    expect(frog.length).toBe(3072);
  });

  test('loads a test image on request', async () => {
    const dataSet = await openDataSet(await realSource());
    const cat = await dataSet.image('test', 0);
    expect(dataSet.labels('test')[0]).toBe(3);
    expect([cat[0], cat[1], cat[2]]).toEqual([158, 112, 49]);
    expect(dataSet.shardState('train', 0).kind).toBe('unasked');
  });

  test.each([
    [
      'a flipped bit',
      (bytes: Uint8Array<ArrayBuffer>) => bytes.with(5000, (bytes[5000] ?? 0) ^ 1),
      /not those that were/,
    ],
    ['a truncated file', (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, 100_000), /100000 bytes instead of \d+/],
    ['an empty file', () => new Uint8Array(0), /0 bytes instead/],
  ])('names %s, and loads the others', async (_, change, reason) => {
    const { dataSet, progress, errors } = await loadAll(await realSourceWith('train-00.webp', change));
    expect(errors.map(({ code }) => code)).toEqual(['data-shard-corrupt']);
    expect(errors[0]?.values.file).toBe('train-00.webp');
    expect(reasonInEnglish(errors[0]?.values.reason ?? '')).toMatch(reason);
    expect(progress.at(-1)).toMatchObject({ shardsReady: 1, shardsFailed: 1, shardsTotal: 2, images: 1000 });
    expect(dataSet.shardState('train', 1).kind).toBe('ready');
    await expect(dataSet.image('train', 0)).rejects.toMatchObject({ code: 'data-shard-corrupt' });
  });

  test('names a file that matches the manifest but is not a picture', async () => {
    const text = new TextEncoder().encode('This is no WebP.');
    const source = await realSourceWith('train-01.webp', () => text);
    const manifest = await parseManifest(await source.manifest());
    const entry = manifest.splits.train.shards[1];
    Object.assign(entry ?? {}, { bytes: text.length, sha256: await sha256(text) });
    const { errors } = await loadAll({ ...source, manifest: async () => manifest });
    expect(errors[0]?.values).toEqual({ file: 'train-01.webp', reason: { code: 'undecodable' } });
  });

  test('names a raw mosaic that is too short for its pictures, although it matches the manifest', async () => {
    const short = new Uint8Array(1000);
    const { manifest } = await realSource();
    const changed = await parseManifest(await manifest());
    const digest = await sha256(short);
    const raw = { file: 'train-00.bin', bytes: short.length, sha256: digest, pixelsSha256: digest };
    Object.assign(changed.splits.train.shards[0] ?? {}, raw);
    const hash = await hashOfSet({ shape: { side: 32, channels: 3 }, ...changed });
    const { read } = await realSource();
    const source = await realSource({
      manifest: async () => ({ ...changed, hash }),
      read: async (file, signal) => (file === raw.file ? short : read(file, signal)),
    });
    const { errors } = await loadAll(source);
    expect(errors.map(({ values }) => values)).toEqual([
      { file: raw.file, reason: { code: 'bytes-instead-of-pictures', bytes: 1000, expected: 3_072_000 } },
    ]);
  });

  test('recognizes a decoder that changes pixels', async () => {
    const { decode } = nodeShards();
    const source = await realSource({
      decode: async (webp) => {
        const mosaic = await decode(webp);
        mosaic.rgb[12_345] = (mosaic.rgb[12_345] ?? 0) ^ 1;
        return mosaic;
      },
    });
    const { errors } = await loadAll(source);
    expect(errors.map(({ values }) => values.reason)).toEqual(Array(2).fill({ code: 'decoded-otherwise' }));
  });

  test('reports a folder without data, and names a missing shard', async () => {
    await expect(openDataSet(nodeShards('no-such-folder'))).rejects.toMatchObject({ code: 'data-missing' });
    const { read } = nodeShards('no-such-folder');
    const { errors } = await loadAll(await realSource({ read }));
    // Both are requested in parallel, so either answer may come first.
    expect(errors.map(({ code, values }) => `${code} ${values.file}`).sort()).toEqual([
      'data-shard-missing train-00.webp',
      'data-shard-missing train-01.webp',
    ]);
  });
});

describe('transfers', () => {
  const shape = { labels: Array.from({ length: 20 }, (_, i) => i % 10), imagesPerShard: 2 };

  test('run a few at a time, in order', async () => {
    const order: string[] = [];
    let running = 0;
    let most = 0;
    const { source } = await syntheticSource({
      ...shape,
      onRead: async (file) => {
        order.push(file);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
      },
    });
    await loadAll(source);
    expect(order).toEqual(Array.from({ length: 10 }, (_, shard) => `train-${shard}.webp`));
    expect(most).toBe(3);
  });

  test('are tried once more after a failure', async () => {
    const tries = new Map<string, number>();
    const { source } = await syntheticSource({
      ...shape,
      onRead: async (file) => {
        const count = (tries.get(file) ?? 0) + 1;
        tries.set(file, count);
        if (file === 'train-4.webp' || (file === 'train-2.webp' && count === 1)) throw new TypeError('Failed to fetch');
      },
    });
    const { errors, dataSet } = await loadAll(source);
    expect(dataSet.shardState('train', 2).kind).toBe('ready');
    expect(errors).toMatchObject([{ code: 'data-shard-missing', values: { file: 'train-4.webp' } }]);
    expect([tries.get('train-1.webp'), tries.get('train-2.webp'), tries.get('train-4.webp')]).toEqual([1, 2, 2]);
  });

  test('are shared by all callers that want the same shard, and go on while one of them waits', async () => {
    let reads = 0;
    let aborted = false;
    let finish = () => {};
    const { source } = await syntheticSource({
      ...shape,
      onRead: (_, signal) =>
        new Promise((resolve) => {
          reads++;
          finish = resolve;
          signal?.addEventListener('abort', () => {
            aborted = true;
          });
        }),
    });
    const dataSet = await openDataSet(source);
    const leaver = new AbortController();
    const left = dataSet.settleShard('train', 0, leaver.signal);
    const stayed = dataSet.image('train', 1);
    leaver.abort();
    await expect(left).rejects.toMatchObject({ code: 'cancelled' });
    finish();
    expect(await stayed).toEqual(syntheticImage(1));
    expect([reads, aborted]).toEqual([1, false]);
  });

  test('end when they are cancelled, without a rejection, and start again at a later load', async () => {
    const stop = new AbortController();
    let held = true;
    const aborted: string[] = [];
    const { source } = await syntheticSource({
      ...shape,
      onRead: (file, signal) =>
        new Promise((resolve, reject) => {
          if (!held) return resolve();
          signal?.addEventListener('abort', () => {
            aborted.push(file);
            reject(signal.reason);
          });
        }),
    });
    const dataSet = await openDataSet(source);
    const errors: PlaygroundError[] = [];
    const loading = dataSet.loadAll({ signal: stop.signal, onError: (error) => errors.push(error) });
    expect(dataSet.shardState('train', 2).kind).toBe('loading');
    stop.abort();
    await loading;
    expect(aborted).toEqual(['train-0.webp', 'train-1.webp', 'train-2.webp']);
    expect(dataSet.shardState('train', 2).kind).toBe('unasked');
    held = false;
    await dataSet.loadAll({ onError: (error) => errors.push(error) });
    expect(dataSet.progress()).toMatchObject({ shardsReady: 10, shardsFailed: 0 });
    expect(errors).toEqual([]);
  });

  test('refuses an image number that does not exist', async () => {
    const { source } = await syntheticSource(shape);
    const dataSet = await openDataSet(source);
    for (const index of [-1, 20, 0.5]) {
      await expect(dataSet.image('train', index)).rejects.toBeInstanceOf(PlaygroundError);
    }
  });
});
