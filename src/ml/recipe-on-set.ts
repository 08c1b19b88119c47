/**
 * A recipe on a data set: the part of it that follows from the pictures. Data and types only, as
 * for the recipes.
 */
import { allClassesOf, type DataSetFacts } from './data/description.ts';
import { shippedSet, shippedSets } from './data/shipped-sets.ts';
import { type DiffusionRecipe, mostEpochs, type Recipe } from './recipes.ts';
import type { Experiment } from './settings.ts';

/** A set whose number of pictures may be known, as it is for a shipped set. */
export type SetOfPictures = DataSetFacts & { readonly counts?: { readonly train: number } };

/**
 * Whether the recipe's network can take pictures of this side, and the set has the classes that the
 * recipe is meant to learn.
 */
export function suits(recipe: Recipe, { side, classNames }: Pick<DataSetFacts, 'side' | 'classNames'>): boolean {
  const needsClasses = recipe.name === 'classes';
  return side % 2 ** halvings(recipe) === 0 && (classNames.length > 0 || !needsClasses);
}

/** How many times the network halves a picture. */
function halvings(recipe: Recipe): number {
  if (recipe.kind === 'one-pass') return 2;
  const { block_out_channels: levels } = recipe.unet;
  return Array.isArray(levels) ? levels.length - 1 : 0;
}

export function knowsClasses(recipe: Recipe, { classNames }: Pick<DataSetFacts, 'classNames'>): boolean {
  return recipe.kind === 'diffusion' && recipe.knowsClasses && classNames.length > 0;
}

/**
 * The recipe's network for pictures of this set, as a diffusers config. One class beyond the set's
 * means "no class".
 */
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

/**
 * The recipe's experiment with this set. It is the same everywhere for the same set: a link holds
 * only the differences.
 */
export function experimentOn(recipe: Recipe, facts: SetOfPictures): Experiment {
  // Only a part of a shipped set may be available; the settings follow from the whole set.
  const set: SetOfPictures = shippedSet(facts.id) ?? facts;
  return {
    ...recipe.experiment,
    data: set.id,
    classes: allClassesOf(set),
    horizontalFlip: recipe.experiment.horizontalFlip && set.mirrors,
    epochs: epochsOn(recipe, set.counts?.train),
  };
}

/**
 * The learning rate with which a trained network of the recipe is trained further. At the peak of
 * the recipe's own rate, with moments reset to 0, it would forget more than it learns.
 */
export const fineTuningRate = ({ experiment: { learningRate } }: Recipe): number =>
  Math.min(learningRate, Math.max(1e-4, learningRate / 5));

/** A smaller set gets more epochs, so that training takes about as many steps as on CIFAR-10. */
function epochsOn({ experiment: { epochs, batchSize } }: Recipe, images: number | undefined): number {
  if (images === undefined || images < 1) return epochs;
  const stepsAnEpoch = (count: number) => Math.ceil(count / batchSize);
  const same = Math.round((epochs * stepsAnEpoch(shippedSets.cifar10.counts.train)) / stepsAnEpoch(images));
  return Math.min(Math.max(epochs, same), mostEpochs);
}
