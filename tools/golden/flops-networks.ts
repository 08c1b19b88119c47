/**
 * The recipes' networks on the sets that flops.py counts, as JSON: `npx tsx
 * tools/golden/flops-networks.ts`.
 */
import { recipeNames, recipes, shippedSets, suits, unetOn } from '../../src/ml/config.ts';

const networks = recipeNames.flatMap((name) =>
  (['digits', 'cifar10'] as const).flatMap((id) => {
    const recipe = recipes[name];
    const set = shippedSets[id];
    if (!suits(recipe, set)) return [];
    const { side, channels } = set;
    return { recipe: name, set: id, side, channels, unet: recipe.kind === 'one-pass' ? null : unetOn(recipe, set) };
  }),
);
console.log(JSON.stringify(networks));
