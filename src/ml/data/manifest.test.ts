import { expect, test } from 'vitest';
import { nodeShards } from '../../../cli/node-shards.ts';
import { reasonInEnglish } from '../../../tools/vitest/english.ts';
import { PlaygroundError } from '../errors.ts';
import { descriptionOf, parseManifest } from './manifest.ts';
import { firstShardsOf, partLike } from './part-of-set.ts';
import { hashOfSet } from './set-hash.ts';
import { syntheticSource } from './synthetic-source.fixture.ts';

const { manifest } = await syntheticSource({ labels: [0, 1, 2, 3, 4], imagesPerShard: 3 });
const { train } = manifest.splits;
const [first, second] = train.shards;

async function refusal(value: unknown): Promise<string> {
  try {
    await parseManifest(value);
  } catch (error) {
    if (error instanceof PlaygroundError && error.code === 'data-manifest-invalid' && error.values.reason)
      return reasonInEnglish(error.values.reason);
    throw error;
  }
  return 'accepted';
}

const withTrain = (changes: object) => ({
  ...manifest,
  splits: { ...manifest.splits, train: { ...train, ...changes } },
});
const withFirst = (changes: object) => withTrain({ shards: [{ ...first, ...changes }, second] });

test('accepts a manifest that we have written', async () => {
  expect(await parseManifest(manifest)).toEqual(manifest);
});

test('describes the set without its files', async () => {
  expect(descriptionOf(await parseManifest(manifest))).toEqual({
    ...{ id: 'cifar10', name: 'synthetic', side: 32, channels: 3, classNames: manifest.classNames, mirrors: true },
    ...{ licence: 'ISC', source: 'synthetic', counts: { train: 5, test: 1 }, hash: manifest.hash },
  });
});

test('the hash covers pictures, labels, classes and shape, and nothing else', async () => {
  const { image, mosaic, classNames, splits } = manifest;
  const set = { shape: { side: image.width, channels: image.channels }, mosaic, classNames, splits };
  expect(await hashOfSet(set)).toBe(manifest.hash);
  const [shard] = splits.test.shards;
  const elsewhere = { shards: [{ count: 1, pixelsSha256: shard?.pixelsSha256 ?? '' }], labels: splits.test.labels };
  expect(await hashOfSet({ ...set, splits: { ...splits, test: elsewhere } })).toBe(manifest.hash);
  const others = [
    { ...set, classNames: [...classNames, 'horse'] },
    { ...set, shape: { ...set.shape, channels: 1 as const } },
    { ...set, splits: { ...splits, test: { ...splits.test, labels: [1] } } },
    { ...set, splits: { train: splits.test, test: splits.train } },
  ];
  expect(new Set([manifest.hash, ...(await Promise.all(others.map(hashOfSet)))]).size).toBe(5);
  // The hash that another program must compute: python3 -c "import hashlib;
  // print(hashlib.sha256(b'[8,1,[],1,1,[0],[[1,\"ab\"]],[0],[[1,\"cd\"]]]').hexdigest())"
  const one = (pixelsSha256: string) => ({ labels: [0], shards: [{ count: 1, pixelsSha256 }] });
  const smallest = { shape: { side: 8, channels: 1 as const }, classNames: [], mosaic: { columns: 1, rows: 1 } };
  expect(await hashOfSet({ ...smallest, splits: { train: one('ab'), test: one('cd') } })).toBe(
    '9bf417aa4e7def3eea4fa3d6ad925c2d4055c026fffbd4628eb05a348374da95',
  );
});

test('the first shards make a set of their own', async () => {
  const part = await firstShardsOf(await parseManifest(manifest), { train: 1, test: 1 });
  expect(await parseManifest(part)).toEqual(part);
  expect(descriptionOf(part).counts).toEqual({ train: 3, test: 1 });
  expect(part.hash).not.toBe(manifest.hash);
  const whole = await parseManifest(manifest);
  expect(await partLike(whole, descriptionOf(part))).toEqual(part);
  expect(await partLike(whole, { counts: { train: 3, test: 1 }, hash: '0'.repeat(64) })).toBeNull();
  expect(await partLike(whole, { counts: { train: 2, test: 1 }, hash: part.hash })).toBeNull();
});

test('accepts a set without classes in one raw mosaic of another shape', async () => {
  const { integrity, ...own } = await ownSet([]);
  expect(await parseManifest(own)).toEqual(own);
  expect(await refusal(await ownSet([0, 1]))).toMatch(/^splits\.train\.labels\.1: is no class/);
});

/** A set of 48 x 48 x 4, as the page stores a visitor's own pictures. */
async function ownSet(labels: readonly number[]) {
  const all = labels.length === 0 ? [0, 0, 0] : [...labels, 0];
  const bytes = 4 * 48 * 48 * 4;
  const shard = (file: string, count: number) => ({
    file,
    count,
    bytes,
    sha256: '1'.repeat(64),
    pixelsSha256: '1'.repeat(64),
  });
  const parts = {
    train: { shards: [shard('train-0.bin', all.length)], labels: all },
    test: { shards: [shard('test-0.bin', 1)], labels: [0] },
  };
  const shape = { side: 48, channels: 4 as const };
  const mosaic = { columns: 2, rows: 2 };
  const hash = (await hashOfSet({ shape, mosaic, classNames: [], splits: parts })) ?? '';
  return {
    ...{ version: 2, id: `own-${hash.slice(0, 16)}`, name: 'My cats', licence: '', source: '', integrity: undefined },
    ...{ mirrors: true, image: { height: 48, width: 48, channels: 4 }, mosaic, classNames: [], hash, splits: parts },
    ...{ mean: [0.1, 0.2, 0.3, 1], std: [0.1, 0.2, 0.3, 0] },
  };
}

test('what `npm run data` wrote is CIFAR-10', async () => {
  const { mean, std, splits } = await parseManifest(await nodeShards().manifest());
  expect(splits.train.labels.slice(0, 10)).toEqual([6, 9, 9, 4, 1, 1, 2, 7, 8, 3]);
  expect(splits.test.labels.slice(0, 10)).toEqual([3, 8, 8, 0, 6, 6, 1, 6, 3, 1]);
  // Compared to 2 digits, because there may be only the first shards; `npm run data` checks 4
  // digits over the whole set.
  for (const [found, known] of [mean, std].flatMap((row, i) =>
    row.map((value, c) => [value, [0.4914, 0.4822, 0.4465, 0.247, 0.2435, 0.2616][i * 3 + c] ?? 0] as const),
  )) {
    expect(Math.abs(found - known)).toBeLessThan(0.02);
  }
});

test.each([
  ['nothing', null, /must be an object/],
  ['another version', { ...manifest, version: 3 }, /^version: /],
  ['a version before the first release', { ...manifest, version: 1 }, /^version: /],
  [
    'another image size',
    { ...manifest, image: { height: 64, width: 32, channels: 3 } },
    /^image: must be as wide as high/,
  ],
  ['classes in another order', { ...manifest, classNames: manifest.classNames.toReversed() }, /^classNames: must be/],
  ['a path that leads out', withFirst({ file: '../../secret.webp' }), /^splits\.train\.shards\.0\.file: .*plain name/],
  ['an absolute address', withFirst({ file: 'https://elsewhere/x.webp' }), /plain name/],
  ['an invalid hash', withFirst({ sha256: 'abc' }), /64 hexadecimal digits/],
  ['a shard without bytes', withFirst({ bytes: 0 }), /^splits\.train\.shards\.0\.bytes: /],
  [
    'more images than tiles',
    { ...withFirst({ count: 9 }), mosaic: { columns: 2, rows: 1 } },
    /more images than tiles|label/,
  ],
  ['a label without a class', withTrain({ labels: [0, 1, 2, 3, 10] }), /^splits\.train\.labels\.4: /],
  ['a label missing', withTrain({ labels: [0, 1, 2, 3] }), /one label for each image/],
  ['a file twice', withTrain({ shards: [first, { ...second, file: first?.file }] }), /listed twice/],
  ['a side that is odd', { ...manifest, image: { height: 33, width: 33, channels: 3 } }, /^image\.height: /],
  ['a side beyond all', { ...manifest, image: { height: 256, width: 256, channels: 3 } }, /^image\.height: /],
  ['two channels', { ...manifest, image: { ...manifest.image, channels: 2 } }, /^image\.channels: /],
  ["another shape than the shipped set's", { ...manifest, id: 'digits' }, /^image: must be 28 x 28 x 1 in digits/],
  ['an invalid name', { ...manifest, id: '../secret' }, /^id: must be a name/],
  ["an own set under another's hash", { ...manifest, id: `own-${'0'.repeat(16)}` }, /^id: must be own-/],
  ['a class twice', { ...manifest, id: 'mine', classNames: ['cat', 'cat'] }, /^classNames: a name is there twice/],
  ['a class without a name', { ...manifest, id: 'mine', classNames: [''] }, /^classNames\.0: /],
  [
    'more classes than there may be',
    { ...manifest, id: 'mine', classNames: Array.from({ length: 1001 }, (_, i) => `${i}`) },
    /^classNames: /,
  ],
  ['a mean of one channel', { ...manifest, mean: [0.5] }, /^mean: must have one number a channel/],
  [
    'a mosaic that no WebP holds',
    { ...manifest, id: 'mine', mosaic: { columns: 1, rows: 256 }, image: { height: 128, width: 128, channels: 3 } },
    /16383 pixels/,
  ],
  ["another set's hash", { ...manifest, hash: '0'.repeat(64) }, /^hash: is not that of/],
  ['pictures of another set', withFirst({ pixelsSha256: '0'.repeat(64) }), /^hash: is not that of/],
  ['no shard', withTrain({ shards: [], labels: [] }), /^splits\.train\.shards: /],
])('refuses %s, and names its place', async (_, value, reason) => {
  expect(await refusal(value)).toMatch(reason);
});
