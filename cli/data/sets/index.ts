/** How each set is read. Its facts come first, in `src/ml/data/shipped-sets.ts`. */
import type { ShippedSetName } from '../../../src/ml/data/shipped-sets.ts';
import { cifar10 } from './cifar10.ts';
import { digits } from './digits.ts';
import { emoji } from './emoji.ts';
import type { SetRecipe } from './set.ts';

export const setRecipes: Readonly<Record<ShippedSetName, SetRecipe>> = { cifar10, digits, emoji };
