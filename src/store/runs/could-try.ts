/** Suggestions for what to try next: experiments that change one thing in the given one. */
import {
  type DataSetFacts,
  type Experiment,
  isAllowed,
  parameters,
  type RecipeName,
  recipes,
} from '../../ml/config.ts';

/** Its reason and source are in the words table, under `runs.trials.<name>`. */
const trialNames = [
  'halfRate',
  'muon',
  'adamw',
  'epsilon',
  'velocity',
  'sample',
  'flow',
  'noise',
  'cosine',
  'minSnr',
  'oneClass',
  'immiscible',
  'mirror',
  'seed',
] as const;
export type TrialName = (typeof trialNames)[number];

export interface Trial {
  readonly name: TrialName;
  readonly experiment: Experiment;
}

/** The recipes that train the same network by diffusion and by straight flows. */
const twins: Readonly<Partial<Record<RecipeName, RecipeName>>> = { small: 'flow', flow: 'small' };

/** The value in Hang et al. 2023. */
const usualGamma = 5;

/**
 * Only the trials that change something for this recipe on this set. `set` is null if the set is
 * not here.
 */
export function trialsFor(experiment: Experiment, set: DataSetFacts | null): readonly Trial[] {
  const recipe = recipes[experiment.recipe];
  const changes: Readonly<Record<TrialName, Partial<Experiment> | null>> = {
    halfRate: { learningRate: Number((experiment.learningRate / 2).toPrecision(3)) },
    muon: { optimizer: 'muon' },
    adamw: { optimizer: 'adamw' },
    // At zero terminal SNR the input is pure noise, so predicting the noise teaches nothing there.
    epsilon: experiment.zeroTerminalSnr ? null : { predictionType: 'epsilon' },
    velocity: { predictionType: 'v_prediction' },
    // Works poorly on a U-Net, and the visitor can learn why.
    sample: { predictionType: 'sample' },
    flow: twins[experiment.recipe] === 'flow' ? asRecipe('flow') : null,
    noise: twins[experiment.recipe] === 'small' ? asRecipe('small') : null,
    cosine: { betaSchedule: 'squaredcos_cap_v2' },
    minSnr: experiment.minSnrGamma === 0 ? { minSnrGamma: usualGamma } : null,
    oneClass: set && set.classNames.length > 0 ? { classes: experiment.classes.slice(0, 1) } : null,
    immiscible: experiment.noiseDraws === 1 ? { noiseDraws: 4 } : null,
    // A mirrored digit is no digit.
    mirror: set?.mirrors ? { horizontalFlip: !experiment.horizontalFlip } : null,
    seed: { seed: (experiment.seed + 1) % (parameters.seed.max + 1) },
  };
  return trialNames.flatMap((name) => {
    const change = changes[name];
    if (!change) return [];
    const fields = Object.keys(change) as (keyof Experiment)[];
    const means = fields.every((field) => isCommon(field) || recipe.options.includes(field));
    const differs = fields.some((field) => JSON.stringify(change[field]) !== JSON.stringify(experiment[field]));
    const { learningRate = experiment.learningRate } = change;
    const tried = { ...experiment, ...change };
    if (!differs || !isAllowed('learningRate', learningRate)) return [];
    return means || change.recipe !== undefined ? [{ name, experiment: tried }] : [];
  });
}

const isCommon = (field: keyof Experiment): boolean => ['learningRate', 'classes', 'seed'].includes(field);

/** Settings that only the other recipe uses take that recipe's values. */
function asRecipe(name: RecipeName): Partial<Experiment> {
  const { predictionType, betaSchedule, zeroTerminalSnr, minSnrGamma } = recipes[name].experiment;
  return { recipe: name, predictionType, betaSchedule, zeroTerminalSnr, minSnrGamma };
}
