/** A recipe on a data set: what of it follows from the pictures. Data and types only, as are the recipes. */
import { allClassesOf, type DataSetFacts } from './data/description.ts';
import { shippedSet, shippedSets } from './data/shipped-sets.ts';
import { type DiffusionRecipe, mostEpochs, type Recipe } from './recipes.ts';
import type { Experiment } from './settings.ts';

/** A set of which the number of pictures may be known: of a set that ships it is. */
export type SetOfPictures = DataSetFacts & { readonly counts?: { readonly train: number } };

/** Whether the recipe's network can be made for pictures of this side, and has what it is there to learn. */
export function suits(recipe: Recipe, { side, classNames }: Pick<DataSetFacts, 'side' | 'classNames'>): boolean {
  const needsClasses = recipe.name === 'classes';
  return side % 2 ** halvings(recipe) === 0 && (classNames.length > 0 || !needsClasses);
}

/** How often the network halves a picture. */
function halvings(recipe: Recipe): number {
  if (recipe.kind === 'one-pass') return 2;
  const { block_out_channels: levels } = recipe.unet;
  return Array.isArray(levels) ? levels.length - 1 : 0;
}

export function knowsClasses(recipe: Recipe, { classNames }: Pick<DataSetFacts, 'classNames'>): boolean {
  return recipe.kind === 'diffusion' && recipe.knowsClasses && classNames.length > 0;
}

/** The recipe's network for pictures of this set, in diffusers' words. One class beyond the set's stands for "no class". */
export function unetOn(
  recipe: DiffusionRecipe,
  facts: Pick<DataSetFacts, 'side' | 'channels' | 'classNames'>,
): Readonly<Record<string, unknown>> {
  return {
    ...recipe.unet,
    sample_size: facts.side,
    in_channels: facts.channels,
    out_channels: facts.channels,
    ...(knowsClasses(recipe, facts) && { num_class_embeds: facts.classNames.length + 1 }),
  };
}

/** The recipe's experiment with this set. The same for the same set everywhere: a link says only what differs from it. */
export function experimentOn(recipe: Recipe, facts: SetOfPictures): Experiment {
  // What there is of a set that ships may be a part of it; what it is called for is all of it.
  const set: SetOfPictures = shippedSet(facts.id) ?? facts;
  return {
    ...recipe.experiment,
    data: set.id,
    classes: allClassesOf(set),
    horizontalFlip: recipe.experiment.horizontalFlip && set.mirrors,
    epochs: epochsOn(recipe, set.counts?.train),
  };
}

/** A set of fewer pictures is gone through more often, so that training takes about as many steps as on CIFAR-10. */
function epochsOn({ experiment: { epochs, batchSize } }: Recipe, images: number | undefined): number {
  if (images === undefined || images < 1) return epochs;
  const stepsAnEpoch = (count: number) => Math.ceil(count / batchSize);
  const same = Math.round((epochs * stepsAnEpoch(shippedSets.cifar10.counts.train)) / stepsAnEpoch(images));
  return Math.min(Math.max(epochs, same), mostEpochs);
}
