import { expect, test } from 'vitest';
import { nodeShards } from '../../../cli/node-shards.ts';
import { PlaygroundError } from '../errors.ts';
import { parseManifest } from './manifest.ts';
import { syntheticSource } from './synthetic-source.fixture.ts';

const { manifest } = await syntheticSource({ labels: [0, 1, 2, 3, 4], imagesPerShard: 3 });
const { train } = manifest.splits;
const [first, second] = train.shards;

function refusal(value: unknown): string {
  try {
    parseManifest(value);
  } catch (error) {
    if (error instanceof PlaygroundError && error.code === 'data-manifest-invalid') return String(error.values.reason);
    throw error;
  }
  return 'accepted';
}

const withTrain = (changes: object) => ({
  ...manifest,
  splits: { ...manifest.splits, train: { ...train, ...changes } },
});
const withFirst = (changes: object) => withTrain({ shards: [{ ...first, ...changes }, second] });

test('a manifest as it is written is accepted', () => {
  expect(parseManifest(manifest)).toEqual(manifest);
});

test('what `npm run data` wrote is CIFAR-10', async () => {
  const { mean, std, splits } = parseManifest(await nodeShards().manifest());
  expect(splits.train.labels.slice(0, 10)).toEqual([6, 9, 9, 4, 1, 1, 2, 7, 8, 3]);
  expect(splits.test.labels.slice(0, 10)).toEqual([3, 8, 8, 0, 6, 6, 1, 6, 3, 1]);
  // To 2 digits, since the first shards alone may be there; `npm run data` checks 4 over the whole set.
  for (const [found, known] of [mean, std].flatMap((row, i) =>
    row.map((value, c) => [value, [0.4914, 0.4822, 0.4465, 0.247, 0.2435, 0.2616][i * 3 + c] ?? 0] as const),
  )) {
    expect(Math.abs(found - known)).toBeLessThan(0.02);
  }
});

test.each([
  ['nothing', null, /expected object/],
  ['another version', { ...manifest, version: 2 }, /^version: /],
  ['another image size', { ...manifest, image: { height: 64, width: 32, channels: 3 } }, /^image\.height: /],
  ['classes in another order', { ...manifest, classNames: manifest.classNames.toReversed() }, /^classNames: must be/],
  ['a path that leads out', withFirst({ file: '../../secret.webp' }), /^splits\.train\.shards\.0\.file: .*plain name/],
  ['an absolute address', withFirst({ file: 'https://elsewhere/x.webp' }), /plain name/],
  ['a hash that is none', withFirst({ sha256: 'abc' }), /64 hexadecimal digits/],
  ['a shard without bytes', withFirst({ bytes: 0 }), /^splits\.train\.shards\.0\.bytes: /],
  [
    'more images than tiles',
    { ...withFirst({ count: 9 }), mosaic: { columns: 2, rows: 1 } },
    /more images than tiles|label/,
  ],
  ['a label that is no class', withTrain({ labels: [0, 1, 2, 3, 10] }), /^splits\.train\.labels\.4: /],
  ['a label missing', withTrain({ labels: [0, 1, 2, 3] }), /one label for each image/],
  ['a file twice', withTrain({ shards: [first, { ...second, file: first?.file }] }), /listed twice/],
  ['no shard', withTrain({ shards: [], labels: [] }), /^splits\.train\.shards: /],
])('%s is refused with its place', (_, value, reason) => {
  expect(refusal(value)).toMatch(reason);
});
