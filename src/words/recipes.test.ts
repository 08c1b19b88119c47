import { expect, test } from 'vitest';
import { recipes, shippedSets, unetOn } from '../ml/config.ts';
import { parseUNet2DConfig } from '../ml/models/unet2d/config.ts';
import { unet2dShapes } from '../ml/models/unet2d/index.ts';
import type { DiffusionRecipe } from '../ml/recipes.ts';
import { recipes as words } from './recipes.en.ts';

const millions = (recipe: DiffusionRecipe): number => {
  const shapes = [...unet2dShapes(parseUNet2DConfig(unetOn(recipe, shippedSets.cifar10))).values()];
  return shapes.reduce((sum, shape) => sum + shape.reduce((size, side) => size * side, 1), 0) / 1e6;
};

test.each(Object.values(recipes).filter((recipe) => recipe.kind === 'diffusion'))(
  'the size that is said of $name is that of its network',
  (recipe) => {
    const said = words[recipe.name].size;
    const digits = said.match(/\.(\d+) M$/)?.[1]?.length ?? 0;
    expect(said).toBe(`${millions(recipe).toFixed(digits)} M`);
  },
);
