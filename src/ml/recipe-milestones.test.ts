import { describe, expect, it } from 'vitest';
import { experimentOn, recipes, shippedSets, suits } from './config.ts';
import { milestoneOf, recipeMilestones } from './recipe-milestones.ts';

const { digits, cifar10 } = shippedSets;
const quick = experimentOn(recipes.quick, digits);

describe('milestones by number of images', () => {
  it('are those of a recipe on a set that suits it, earliest first, within its epochs', () => {
    for (const { recipe, data, images, namedPercent } of recipeMilestones) {
      const [of, set] = [recipes[recipe], shippedSets[data]];
      expect(suits(of, set)).toBe(true);
      const { epochs, classes } = experimentOn(of, set);
      expect(classes.length).toBe(set.classNames.length);
      expect(images).toBeLessThanOrEqual(epochs * set.counts.train);
      expect(namedPercent).toBeGreaterThan(100 / set.classNames.length);
      expect(namedPercent).toBeLessThanOrEqual(100);
      const all = recipeMilestones.filter((other) => other.recipe === recipe && other.data === data);
      expect(all.map((one) => one.images)).toEqual(all.map((one) => one.images).toSorted((a, b) => a - b));
    }
  });

  it('apply only to the recipe’s own settings on this set, with any seed', () => {
    const measured = milestoneOf(quick, digits);
    expect(measured).toMatchObject({ recipe: 'quick', data: 'digits' });
    expect(milestoneOf({ ...quick, seed: 7 }, digits)).toEqual(measured);
    for (const change of [
      { batchSize: 32 },
      { learningRate: 1e-4 },
      { classes: [1] },
      { noiseDraws: 4 },
      { epochs: 9 },
    ])
      expect(milestoneOf({ ...quick, ...change }, digits), JSON.stringify(change)).toBeNull();
  });

  it('are missing where nothing was measured', () => {
    expect(milestoneOf(experimentOn(recipes.article, cifar10), cifar10)).toBeNull();
    const own = { ...digits, id: `own-${'0'.repeat(16)}` };
    expect(milestoneOf(experimentOn(recipes.quick, own), own)).toBeNull();
  });
});
