/**
 * The settings of a run as command-line flags: their help here; their names, ranges and options
 * from the parameter table.
 */
import {
  type ChoiceKey,
  choices,
  type DataSetFacts,
  type Experiment,
  type ExperimentKey,
  flagOf,
  type Recipe,
  recipeNames,
  recipes,
  settings,
  shippedSetNames,
  suits,
} from '../../src/ml/config.ts';
import { allowedRange } from '../../src/ml/experiment.ts';
import { reasonInEnglish } from '../../src/words/sentence.ts';
import { ArgumentError, choiceFlag, classesFlag, settingFlag } from '../arguments.ts';

const optionsOf = (key: ChoiceKey): string => choices[key].options.join(', ');

/** The placeholder for a flag's value, and its line of help. */
type Help = readonly [value: string, text: string];

/** Settings that are fixed for a run, for every recipe. */
const common = {
  recipe: ['NAME', `${recipeNames.join(', ')} (default ${recipeNames[0]})`],
  data: [
    'SET',
    `${shippedSetNames.join(', ')} (default ${shippedSetNames[0]}), or a folder: of pictures, or one that \`npm run data\` wrote`,
  ],
  batchSize: ['B', 'images a step'],
  seed: ['S', 'of weights, batch order and noise'],
  classes: ['a,b', 'train on these classes of the set only: names, or numbers from 0'],
} as const satisfies Partial<Record<ExperimentKey, Help>>;

/** Settings that can change within a run; their flags are in `arguments.ts`. */
type ChangingKey = 'learningRate' | 'epochs';

/** The other fixed settings: options of recipes with a U-Net. */
const ofUnets = {
  horizontalFlip: ['0|1', 'mirror every image in half of the cases'],
  noiseDraws: [
    'K',
    `draw the noise of every image K times and take the nearest, ${reasonInEnglish(allowedRange('noiseDraws'))}`,
  ],
  optimizer: ['NAME', optionsOf('optimizer')],
  loss: ['NAME', optionsOf('loss')],
  minSnrGamma: ['G', `weigh the loss by min(SNR, G), ${reasonInEnglish(allowedRange('minSnrGamma'))}; 0 for none`],
  betaSchedule: ['NAME', optionsOf('betaSchedule')],
  zeroTerminalSnr: ['0|1', 'stretch the schedule so that its last timestep is pure noise'],
  predictionType: ['TYPE', optionsOf('predictionType')],
  precision: ['TYPE', `of activations: ${optionsOf('precision')}`],
} as const satisfies Record<Exclude<ExperimentKey, keyof typeof common | ChangingKey>, Help>;

const help = { ...common, ...ofUnets };
type FixedKey = keyof typeof help;

const commonKeys = Object.keys(common) as readonly (keyof typeof common)[];
const unetKeys = Object.keys(ofUnets) as readonly (keyof typeof ofUnets)[];
const fixedKeys: readonly FixedKey[] = [...commonKeys, ...unetKeys];

/** Flags that the parameter tables define; the three others have their own notation. */
type TableKey = Exclude<FixedKey, 'recipe' | 'data' | 'classes'>;
const isOfTable = (key: FixedKey): key is TableKey => key in settings;

const flagOfKey = (key: FixedKey): string => (isOfTable(key) ? flagOf(key) : key);

export const experimentFlags: readonly string[] = fixedKeys.map(flagOfKey);

const linesOf = (keys: readonly FixedKey[]): string =>
  keys.map((key) => `  --${flagOfKey(key)} ${help[key][0]}`.padEnd(20) + help[key][1]).join('\n');

export const experimentUsage = `\
${linesOf(commonKeys)}
 of recipes with a U-Net:
${linesOf(unetKeys)}`;

/** Contains only the flags that were given. */
export type FixedOptions = { readonly [Key in FixedKey]?: Experiment[Key] };

/** `set`: the set that `--data` names. Throws an `ArgumentError`. */
export function readExperimentFlags(values: ReadonlyMap<string, string>, set: DataSetFacts): FixedOptions {
  const given = {
    recipe: choiceFlag(values, 'recipe', recipeNames),
    data: values.has('data') ? set.id : null,
    classes: classesFlag(values, 'classes', set),
    ...Object.fromEntries(fixedKeys.filter(isOfTable).map((key) => [key, settingFlag(values, key)])),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

/** Throws for an option that the recipe does not use. */
export function requireUse(given: FixedOptions, { recipe }: Experiment): void {
  const useful: readonly ExperimentKey[] = [...commonKeys, ...recipes[recipe].options];
  const useless = keysOf(given).find((key) => !useful.includes(key));
  if (useless !== undefined) throw new ArgumentError(`--${flagOfKey(useless)} means nothing to the recipe ${recipe}.`);
}

/** Throws if the recipe cannot be trained on this set. */
export function requireSuited(recipe: Recipe, set: DataSetFacts): void {
  if (suits(recipe, set)) return;
  const pictures = `of ${set.side} x ${set.side} pixels${set.classNames.length === 0 ? ' without classes' : ''}`;
  const others = recipeNames.filter((name) => suits(recipes[name], set));
  const instead = others.length > 0 ? `these do: ${others.join(', ')}` : 'no recipe does';
  throw new ArgumentError(`--recipe ${recipe.name} does not suit the pictures of ${set.id}, ${pictures}; ${instead}.`);
}

/**
 * When a run is resumed, options may repeat the checkpoint's settings, as a script does that always
 * passes the same options, but they must not contradict them. `of`: whether --resume names a run
 * with its training, or a model that is only weights and so determines only recipe and noise.
 * Returns a sentence that names the first contradicting option; null if all agree.
 */
export function contradiction(
  given: FixedOptions,
  run: Experiment,
  { classNames }: DataSetFacts,
  of: 'run' | 'model' = 'run',
): string | null {
  for (const key of keysOf(given)) {
    const [asked, is] = [inWords(given[key], classNames), inWords(run[key], classNames)];
    if (asked === is) continue;
    const what = of === 'run' ? 'the checkpoint of --resume, whose run has' : `the model of --resume, ${ofModel(key)}`;
    return `--${flagOfKey(key)} ${asked} contradicts ${what} ${is}.`;
  }
  return null;
}

/** A model without a run has a network of its own: its recipe is only how it is trained here. */
const ofModel = (key: FixedKey): string =>
  key === 'recipe'
    ? 'a network of its own, which is trained like the nearest recipe,'
    : `which ${key === 'predictionType' ? 'predicts' : 'goes on with'}`;

const keysOf = (given: FixedOptions): FixedKey[] => fixedKeys.filter((key) => given[key] !== undefined);

function inWords(value: Experiment[FixedKey] | undefined, classNames: readonly string[]): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'object') return value.map((index) => classNames[index] ?? index).join(',');
  return String(value);
}
