import { describe, expect, test } from 'vitest';
import { forwardFlops, recipeLayers, trainingFlops } from '../../bench/cases/flops.ts';
import { readGoldenFlops } from '../../tools/golden/flops.ts';
import { recipeNames, recipes, shippedSetNames, shippedSets, suits, unetOn } from './config.ts';
import { articleShapes } from './models/article.ts';
import { parseUNet2DConfig } from './models/unet2d/config.ts';
import { unet2dShapes } from './models/unet2d/index.ts';
import { countNumbers } from './network-description.ts';
import { costOf } from './recipe-cost.ts';

describe.each(recipeNames.map((name) => recipes[name]))('the cost of recipe $name', (recipe) => {
  test.each(shippedSetNames.map((name) => shippedSets[name]).filter((set) => suits(recipe, set)))(
    'on $id: has the number of its network’s parameters',
    (set) => {
      const shapes =
        recipe.kind === 'one-pass' ? articleShapes(set.channels) : unet2dShapes(parseUNet2DConfig(unetOn(recipe, set)));
      expect(costOf(recipe, set).parameters).toBe(countNumbers(shapes));
    },
  );

  test('on CIFAR-10: has the FLOPs that the benchmark counts', () => {
    const { cifar10 } = shippedSets;
    expect(costOf(recipe, cifar10).trainingFlops).toBe(trainingFlops(recipeLayers(recipe.name)));
  });
});

describe('agrees with torch.utils.flop_counter (tools/golden/flops.py)', () => {
  test.each(readGoldenFlops())('$recipe on $set', ({ recipe, set, parameters, forward, training }) => {
    const cost = costOf(recipes[recipe], shippedSets[set]);
    expect(cost).toMatchObject({ parameters, trainingFlops: training });
    if (set === 'cifar10') expect(forwardFlops(recipeLayers(recipe))).toBe(forward);
  });
});
