/** What a run is, as flags of the command line: names here, ranges and names of values from the parameter table. */
import {
  type ChoiceKey,
  choices,
  classNames,
  type Experiment,
  recipeNames,
  recipes,
  type SwitchKey,
} from '../../src/ml/config.ts';
import { allowedRange } from '../../src/ml/experiment.ts';
import { ArgumentError, choiceFlag, classesFlag, parameterFlag } from '../arguments.ts';

/** What cannot change within a run. */
const flagOf = {
  recipe: 'recipe',
  batchSize: 'batch',
  seed: 'seed',
  classes: 'classes',
  horizontalFlip: 'flip',
  minSnrGamma: 'min-snr',
  betaSchedule: 'schedule',
  zeroTerminalSnr: 'zero-snr',
  predictionType: 'prediction',
  precision: 'precision',
} as const satisfies Partial<Record<keyof Experiment, string>>;
type FixedKey = keyof typeof flagOf;

export const experimentFlags: readonly string[] = Object.values(flagOf);

/** Only what was given. */
export type FixedOptions = { readonly [Key in FixedKey]?: Experiment[Key] };

/** Throws an `ArgumentError`. */
export function readExperimentFlags(values: ReadonlyMap<string, string>): FixedOptions {
  const given: { [Key in FixedKey]: Experiment[Key] | null } = {
    recipe: choiceFlag(values, flagOf.recipe, recipeNames),
    batchSize: parameterFlag(values, flagOf.batchSize, 'batchSize'),
    seed: parameterFlag(values, flagOf.seed, 'seed'),
    classes: classesFlag(values, flagOf.classes),
    horizontalFlip: switchFlag(values, 'horizontalFlip'),
    minSnrGamma: parameterFlag(values, flagOf.minSnrGamma, 'minSnrGamma'),
    betaSchedule: choiceFlag(values, flagOf.betaSchedule, choices.betaSchedule.options),
    zeroTerminalSnr: switchFlag(values, 'zeroTerminalSnr'),
    predictionType: choiceFlag(values, flagOf.predictionType, choices.predictionType.options),
    precision: choiceFlag(values, flagOf.precision, choices.precision.options),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

function switchFlag(values: ReadonlyMap<string, string>, key: SwitchKey & FixedKey): boolean | null {
  const text = choiceFlag(values, flagOf[key], ['0', '1']);
  return text === null ? null : text === '1';
}

/** Throws for an option that the recipe has no use for. */
export function requireUse(given: FixedOptions, { recipe }: Experiment): void {
  const useful: readonly string[] = ['recipe', 'batchSize', 'seed', 'classes', ...recipes[recipe].options];
  const useless = keysOf(given).find((key) => !useful.includes(key));
  if (useless !== undefined) throw new ArgumentError(`--${flagOf[useless]} means nothing to the recipe ${recipe}.`);
}

/**
 * A run that goes on from a checkpoint may be told again what the checkpoint says, as in one line of a script, but nothing else: one sentence
 * that names the first option that the checkpoint's run contradicts; null where all agree.
 */
export function contradiction(given: FixedOptions, run: Experiment): string | null {
  for (const key of keysOf(given)) {
    const [asked, is] = [inWords(given[key]), inWords(run[key])];
    if (asked !== is) return `--${flagOf[key]} ${asked} contradicts the checkpoint of --resume, whose run has ${is}.`;
  }
  return null;
}

const fixedKeys = Object.keys(flagOf) as FixedKey[];

const keysOf = (given: FixedOptions): FixedKey[] => fixedKeys.filter((key) => given[key] !== undefined);

function inWords(value: Experiment[FixedKey] | undefined): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'object') return value.map((index) => classNames[index]).join(',');
  return String(value);
}

const optionsOf = (key: ChoiceKey): string => choices[key].options.join(', ');

export const experimentUsage = `\
  --recipe NAME     ${recipeNames.join(', ')} (default ${recipeNames[0]})
  --batch B         images a step
  --seed S          of weights, batch order and noise
  --classes a,b     train on these classes only
 of recipes with a U-Net:
  --flip 0|1        mirror every image in half of the cases
  --min-snr G       weigh the loss by min(SNR, G), ${allowedRange('minSnrGamma')}; 0 for none
  --schedule NAME   ${optionsOf('betaSchedule')}
  --zero-snr 0|1    stretch the schedule so that its last timestep is pure noise
  --prediction TYPE ${optionsOf('predictionType')}
  --precision TYPE  of activations: ${optionsOf('precision')}`;
