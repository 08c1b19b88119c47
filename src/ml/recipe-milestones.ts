/**
 * What was seen of a recipe's samples after how many training images: facts with a measurement, the page's only source for when pictures can be
 * recognized. The page turns images into time by the device's speed. Data and types only.
 */
import type { ShippedSetName } from './data/shipped-sets.ts';
import type { RecipeName } from './options.ts';
import { experimentOn, type SetOfPictures } from './recipe-on-set.ts';
import { recipes } from './recipes.ts';
import type { Experiment, ExperimentKey } from './settings.ts';

export interface RecipeMilestone {
  readonly recipe: RecipeName;
  readonly data: ShippedSetName;
  /** Seen in training, an image that came twice counted twice. */
  readonly images: number;
  /** Of samples that the averaged weights drew, how many in 100 an independent classifier named as asked. */
  readonly namedPercent: number;
  readonly samples: number;
  /** Of the samples (classifier-free guidance). */
  readonly guidance: number;
  /** The commands, for somebody who wants to see it again. */
  readonly measuredBy: string;
}

/** Of a recipe and a set the one with the fewest images comes first. All with the recipe's own settings on the set, whatever the seed. */
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

/** What was measured first of this experiment on its set; null where nothing was, be it of the recipe or of these settings. */
export function milestoneOf(experiment: Experiment, set: SetOfPictures): RecipeMilestone | null {
  const recipe = recipes[experiment.recipe];
  const own = experimentOn(recipe, set);
  const decisive: readonly ExperimentKey[] = ['batchSize', 'learningRate', 'epochs', 'classes', ...recipe.options];
  if (decisive.some((key) => String(experiment[key]) !== String(own[key]))) return null;
  return recipeMilestones.find(({ recipe, data }) => recipe === experiment.recipe && data === set.id) ?? null;
}
