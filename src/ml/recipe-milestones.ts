/**
 * What a recipe's samples showed after how many training images: measured facts, and the page's
 * only source for when pictures become recognizable. The page turns images into time by the
 * device's speed. Data and types only.
 */
import type { ShippedSetName } from './data/shipped-sets.ts';
import type { RecipeName } from './options.ts';
import { experimentOn, type SetOfPictures } from './recipe-on-set.ts';
import { recipes } from './recipes.ts';
import type { Experiment, ExperimentKey } from './settings.ts';

export interface RecipeMilestone {
  readonly recipe: RecipeName;
  readonly data: ShippedSetName;
  /** Images seen in training; repeated ones count each time. */
  readonly images: number;
  /**
   * Percentage of the samples drawn by the averaged weights that an independent classifier assigned
   * to the requested class.
   */
  readonly namedPercent: number;
  readonly samples: number;
  /** Classifier-free guidance of the samples. */
  readonly guidance: number;
  /** The commands that repeat the measurement. */
  readonly measuredBy: string;
}

/**
 * For each recipe and set, the fewest images come first. All with the recipe's own settings on the
 * set, with any seed.
 */
export const recipeMilestones: readonly RecipeMilestone[] = [
  {
    recipe: 'quick',
    data: 'digits',
    images: 14_080,
    namedPercent: 94,
    samples: 1000,
    guidance: 2,
    measuredBy:
      'npm run train -- --data digits --recipe quick --steps 220 --out DIR; npm run judge -- --model DIR --guidance 2 --steps 25',
  },
  {
    recipe: 'quick',
    data: 'digits',
    images: 19_968,
    namedPercent: 97,
    samples: 1000,
    guidance: 2,
    measuredBy:
      'npm run train -- --data digits --recipe quick --steps 312 --out DIR; npm run judge -- --model DIR --guidance 2 --steps 25',
  },
  {
    recipe: 'quick',
    data: 'emoji',
    images: 33_984,
    namedPercent: 59,
    samples: 1000,
    guidance: 2,
    measuredBy:
      'npm run train -- --data emoji --recipe quick --steps 531 --out DIR; npm run judge -- --model DIR --guidance 2 --steps 25',
  },
  {
    recipe: 'quick',
    data: 'emoji',
    images: 59_968,
    namedPercent: 68,
    samples: 1000,
    guidance: 2,
    measuredBy:
      'npm run train -- --data emoji --recipe quick --steps 937 --out DIR; npm run judge -- --model DIR --guidance 2 --steps 25',
  },
];

/**
 * The first milestone of this experiment on its set; null if this recipe or these settings were not
 * measured.
 */
export function milestoneOf(experiment: Experiment, set: SetOfPictures): RecipeMilestone | null {
  const recipe = recipes[experiment.recipe];
  const own = experimentOn(recipe, set);
  const decisive: readonly ExperimentKey[] = ['batchSize', 'learningRate', 'epochs', 'classes', ...recipe.options];
  if (decisive.some((key) => String(experiment[key]) !== String(own[key]))) return null;
  return recipeMilestones.find(({ recipe, data }) => recipe === experiment.recipe && data === set.id) ?? null;
}
