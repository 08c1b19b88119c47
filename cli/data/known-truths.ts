/**
 * Compares the fetched data with known facts of the set. Each function throws `DataFailure` for the
 * first difference.
 */
import { createHash } from 'node:crypto';
import type { Split } from '../../src/ml/data/manifest.ts';
import { DataFailure } from './failure.ts';
import type { SetRecipe } from './sets/set.ts';
import type { ChannelStatistics } from './statistics.ts';

/** `labels`: of all pictures of the split. */
export function checkLabels({ name, facts, truths }: SetRecipe, split: Split, labels: readonly number[]): void {
  const wrong = (what: string) => new DataFailure(`The ${split} labels are not those of ${name}: ${what}.`);
  const first = truths.firstLabels[split];
  if (first.some((label, i) => labels[i] !== label)) {
    throw wrong(`they begin ${labels.slice(0, first.length).join(' ')} instead of ${first.join(' ')}`);
  }
  for (const [label, className] of facts.classNames.entries()) {
    const known = truths.perClass[split][label] ?? 0;
    const count = labels.filter((other) => other === label).length;
    if (count !== known) throw wrong(`${count} images are of class ${className} instead of ${known}`);
  }
}

/** `image`: the first training picture's bytes. */
export function checkFirstImage({ name, truths }: SetRecipe, image: Uint8Array): void {
  if (createHash('sha256').update(image).digest('hex') !== truths.firstImage) {
    throw new DataFailure(`The first training image is not that of ${name}: its pixels are others.`);
  }
}

/** `found`: of all training pictures. */
export function checkStatistics({ name, truths }: SetRecipe, found: ChannelStatistics): void {
  for (const statistic of ['mean', 'std'] as const) {
    const [shown, known] = [found, truths.statistics].map((of) =>
      of[statistic].map((value) => value.toFixed(4)).join(' '),
    );
    if (shown !== known) {
      throw new DataFailure(
        `The training images are not those of ${name}: their channels' ${statistic} is ${shown} instead of ${known}.`,
      );
    }
  }
}

/** `hash`: of the whole set. */
export function checkHash({ name, truths }: SetRecipe, hash: string): void {
  if (hash !== truths.hash) {
    throw new DataFailure(`The images are not those of ${name}: their hash is ${hash} instead of ${truths.hash}.`);
  }
}
