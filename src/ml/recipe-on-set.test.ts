import { describe, expect, it, test } from 'vitest';
import { recipeNames, recipes, shippedSetNames, shippedSets } from './config.ts';
import type { DataSetDescription } from './data/description.ts';
import { parseExperiment } from './experiment.ts';
import { parseUNet2DConfig } from './models/unet2d/config.ts';
import { experimentOn, suits, unetOn } from './recipe-on-set.ts';

const own: DataSetDescription = {
  ...shippedSets.cifar10,
  id: 'own-0123456789abcdef',
  name: 'Holiday',
  side: 48,
  classNames: [],
  counts: { train: 20, test: 2 },
  hash: '0'.repeat(64),
};

const suited = (set: Parameters<typeof suits>[1]) => recipeNames.filter((name) => suits(recipes[name], set));

it('on CIFAR-10 is the unchanged recipe', () => {
  for (const name of recipeNames) {
    expect(experimentOn(recipes[name], shippedSets.cifar10)).toEqual(recipes[name].experiment);
  }
});

it('has the set’s classes, mirrors only if the set allows it, and has more epochs for a small set', () => {
  const digits = experimentOn(recipes.classes, shippedSets.digits);
  expect(digits).toEqual({ ...recipes.classes.experiment, data: 'digits', horizontalFlip: false });
  expect(experimentOn(recipes.tiny, own)).toMatchObject({ data: own.id, classes: [0], horizontalFlip: true });
  // 7,820 steps of 64 images: one step an epoch.
  expect(experimentOn(recipes.tiny, own).epochs).toBe(7820);
  expect(experimentOn(recipes['ddpm-cifar10'], own).epochs).toBe(10_000);
});

it('plans epochs for the whole of a shipped set, even if only a part has been prepared', () => {
  const part = { ...shippedSets.digits, counts: { train: 1000, test: 1000 } };
  expect(experimentOn(recipes.quick, part)).toEqual(experimentOn(recipes.quick, shippedSets.digits));
});

it('is valid for every pair of a recipe and a set that it suits', () => {
  for (const set of [...shippedSetNames.map((name) => shippedSets[name]), own]) {
    for (const name of suited(set)) {
      const experiment = experimentOn(recipes[name], set);
      expect(parseExperiment(experiment)).toEqual(experiment);
    }
  }
});

describe('suits', () => {
  test.each([
    ['every recipe', shippedSets.cifar10, []],
    ['a side that four levels do not halve', shippedSets.digits, ['ddpm-cifar10']],
    ['no classes', own, ['classes']],
    ['a side that two levels do not halve', { side: 18, classNames: ['a'] }, [...recipeNames]],
  ])('%s', (_, set, others) => {
    expect(suited(set)).toEqual(recipeNames.filter((name) => !others.includes(name)));
  });
});

test('the network has the pictures’ side and channels and, if it learns classes, one class more than the set', () => {
  const { sample_size, in_channels, out_channels, num_class_embeds } = parseUNet2DConfig(
    unetOn(recipes.quick, shippedSets.digits),
  );
  expect([sample_size, in_channels, out_channels, num_class_embeds]).toEqual([28, 1, 1, 11]);
  expect(unetOn(recipes.quick, own)).not.toHaveProperty('num_class_embeds');
  expect(unetOn(recipes.small, shippedSets.digits)).not.toHaveProperty('num_class_embeds');
});
