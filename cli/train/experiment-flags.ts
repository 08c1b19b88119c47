/** What a run is, as flags of the command line: names here, ranges and names of values from the parameter table. */
import {
  type ChoiceKey,
  choices,
  type DataSetFacts,
  type Experiment,
  type Recipe,
  recipeNames,
  recipes,
  type SwitchKey,
  shippedSetNames,
  suits,
} from '../../src/ml/config.ts';
import { allowedRange } from '../../src/ml/experiment.ts';
import { ArgumentError, choiceFlag, classesFlag, parameterFlag } from '../arguments.ts';

/** What cannot change within a run. */
const flagOf = {
  recipe: 'recipe',
  data: 'data',
  batchSize: 'batch',
  seed: 'seed',
  classes: 'classes',
  horizontalFlip: 'flip',
  noiseDraws: 'noise-draws',
  optimizer: 'optimizer',
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

/** `set`: what `--data` names. Throws an `ArgumentError`. */
export function readExperimentFlags(values: ReadonlyMap<string, string>, set: DataSetFacts): FixedOptions {
  const given: { [Key in FixedKey]: Experiment[Key] | null } = {
    recipe: choiceFlag(values, flagOf.recipe, recipeNames),
    data: values.has(flagOf.data) ? set.id : null,
    batchSize: parameterFlag(values, flagOf.batchSize, 'batchSize'),
    seed: parameterFlag(values, flagOf.seed, 'seed'),
    classes: classesFlag(values, flagOf.classes, set),
    horizontalFlip: switchFlag(values, 'horizontalFlip'),
    noiseDraws: parameterFlag(values, flagOf.noiseDraws, 'noiseDraws'),
    optimizer: choiceFlag(values, flagOf.optimizer, choices.optimizer.options),
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
  const useful: readonly string[] = ['recipe', 'data', 'batchSize', 'seed', 'classes', ...recipes[recipe].options];
  const useless = keysOf(given).find((key) => !useful.includes(key));
  if (useless !== undefined) throw new ArgumentError(`--${flagOf[useless]} means nothing to the recipe ${recipe}.`);
}

/** Throws where the recipe cannot be trained on this set. */
export function requireSuited(recipe: Recipe, set: DataSetFacts): void {
  if (suits(recipe, set)) return;
  const pictures = `of ${set.side} x ${set.side} pixels${set.classNames.length === 0 ? ' without classes' : ''}`;
  const others = recipeNames.filter((name) => suits(recipes[name], set));
  const instead = others.length > 0 ? `these do: ${others.join(', ')}` : 'no recipe does';
  throw new ArgumentError(`--recipe ${recipe.name} does not suit the pictures of ${set.id}, ${pictures}; ${instead}.`);
}

/**
 * A run that goes on from a checkpoint may be told again what the checkpoint says, as in one line of a script, but nothing else: one sentence
 * that names the first option that the checkpoint's run contradicts; null where all agree.
 */
export function contradiction(given: FixedOptions, run: Experiment, { classNames }: DataSetFacts): string | null {
  for (const key of keysOf(given)) {
    const [asked, is] = [inWords(given[key], classNames), inWords(run[key], classNames)];
    if (asked !== is) return `--${flagOf[key]} ${asked} contradicts the checkpoint of --resume, whose run has ${is}.`;
  }
  return null;
}

const fixedKeys = Object.keys(flagOf) as FixedKey[];

const keysOf = (given: FixedOptions): FixedKey[] => fixedKeys.filter((key) => given[key] !== undefined);

function inWords(value: Experiment[FixedKey] | undefined, classNames: readonly string[]): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'object') return value.map((index) => classNames[index] ?? index).join(',');
  return String(value);
}

const optionsOf = (key: ChoiceKey): string => choices[key].options.join(', ');

export const experimentUsage = `\
  --recipe NAME     ${recipeNames.join(', ')} (default ${recipeNames[0]})
  --data SET        ${shippedSetNames.join(', ')} (default ${shippedSetNames[0]}), or a folder: of pictures, or one that \`npm run data\` wrote
  --batch B         images a step
  --seed S          of weights, batch order and noise
  --classes a,b     train on these classes of the set only: names, or numbers from 0
 of recipes with a U-Net:
  --flip 0|1        mirror every image in half of the cases
  --noise-draws K   draw the noise of every image K times and take the nearest, ${allowedRange('noiseDraws')}
  --optimizer NAME  ${optionsOf('optimizer')}
  --min-snr G       weigh the loss by min(SNR, G), ${allowedRange('minSnrGamma')}; 0 for none
  --schedule NAME   ${optionsOf('betaSchedule')}
  --zero-snr 0|1    stretch the schedule so that its last timestep is pure noise
  --prediction TYPE ${optionsOf('predictionType')}
  --precision TYPE  of activations: ${optionsOf('precision')}`;
