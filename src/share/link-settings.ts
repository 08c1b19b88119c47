/**
 * The settings of the parameter tables as fields of a link: which ones a link needs, how each is
 * written, and how it is read. A new setting has its `linkKey` in `src/ml/parameters.ts`; any other
 * key is read in `link.ts`.
 */
import {
  type ChoiceKey,
  type ClassKey,
  type choices,
  classNumber,
  type DataSetFacts,
  type Experiment,
  type ExperimentKey,
  isAllowed,
  knowsClasses,
  type LanesKey,
  type LookSettings,
  lookDefaults,
  type NumberParameter,
  type ParameterKey,
  type Recipe,
  recipes,
  type SettingKey,
  type SwitchKey,
  samplersFor,
  settingOf,
  settings,
} from '../ml/config.ts';
import { parseLanes } from '../ml/race-lanes.ts';
import { parseDecimal } from './decimal.ts';
import type { LinkNotice } from './link-notice.ts';
import { shorten } from './shorten.ts';
import type { ViewName } from './view-names.ts';

type ChoiceValues = { [Key in ChoiceKey]: (typeof choices)[Key]['options'][number] };
type SettingValues = Record<ParameterKey, number> &
  Record<SwitchKey, boolean> &
  Record<ClassKey | LanesKey, string> &
  ChoiceValues;
type LookKey = SettingKey & keyof LookSettings;
type ExperimentSettingKey = Exclude<SettingKey, LookKey>;

const settingKeys = Object.keys(settings) as SettingKey[];
const isLookKey = (key: SettingKey): key is LookKey => key in lookDefaults;
const isExperimentKey = (key: SettingKey): key is ExperimentSettingKey => !isLookKey(key);

export const lookKeys: readonly LookKey[] = settingKeys.filter(isLookKey);
export const experimentKeys: readonly ExperimentSettingKey[] = settingKeys.filter(isExperimentKey);
export const settingLinkKeys: readonly string[] = settingKeys.map((key) => settings[key].linkKey);

/** A key of a link, and the part of an experiment that it sets. */
export interface NamedField {
  readonly field: ExperimentKey;
  readonly linkKey: string;
}

/** Which parts of an experiment the fields name. */
export function namedIn(fields: ReadonlyMap<string, string>): readonly NamedField[] {
  const all: readonly NamedField[] = [
    ...(['recipe', 'data', 'classes'] as const).map((field) => ({ field, linkKey: field })),
    ...experimentKeys.map((field) => ({ field, linkKey: settings[field].linkKey })),
  ];
  return all.filter(({ linkKey }) => fields.has(linkKey));
}

/** The parameters that apply only to recipes that list them; the others apply to every recipe. */
const optional: ReadonlySet<ExperimentKey> = new Set(Object.values(recipes).flatMap(({ options }) => options));
export const isOf = (recipe: Recipe, key: ExperimentKey): boolean => !optional.has(key) || recipe.options.includes(key);

/** Whether this setting changes anything visible in a run of this experiment. */
export function matters(key: LookKey, look: LookSettings, experiment: Experiment, set: DataSetFacts): boolean {
  const recipe = recipes[experiment.recipe];
  if (recipe.kind === 'one-pass' && ofDiffusion.has(key)) return false;
  switch (key) {
    case 'sampler':
      return samplersFor(experiment.predictionType).includes(look.sampler);
    case 'eta':
      return look.sampler === 'ddim' && matters('sampler', look, experiment, set);
    case 'sampleClass':
      return knowsClasses(recipe, set);
    case 'restoreClass':
      return knowsClasses(recipe, set);
    case 'guidance':
      return knowsClasses(recipe, set) && (look.sampleClass !== 'any' || look.restoreClass !== 'any');
    case 'walkSeed':
    case 'walkCount':
      return look.paintTool === 'walk';
    case 'raceLanes':
      return look.paintTool === 'race';
    case 'walkClass':
      return look.paintTool === 'walk' && knowsClasses(recipe, set) && look.sampleClass !== 'any';
    case 'restoreScratches':
      return look.restoreDamage === 'scratches';
    case 'restorePixelation':
      return look.restoreDamage === 'pixelation';
    case 'restoreDownscaling':
      return look.restoreDamage === 'downscaling';
    case 'restoreStrength':
      return look.restoreMethod === 'sdedit';
    case 'sampleWeights':
      return recipe.optimizer.ema !== null;
    default:
      return true;
  }
}

const ofDiffusion: ReadonlySet<LookKey> = new Set<LookKey>([
  'evaluateEvery',
  'sampler',
  'sampleSteps',
  'eta',
  'guidance',
  'sampleClass',
  'sampleWeights',
  'paintTool',
  'walkSeed',
  'walkClass',
  'walkCount',
  'raceLanes',
  'restoreClass',
  'restoreMethod',
  'restoreStrength',
]);

export function writeSetting(key: SettingKey, value: SettingValues[SettingKey] | Experiment['predictionType']): string {
  return `${settings[key].linkKey}=${typeof value === 'boolean' ? Number(value) : value}`;
}

/**
 * The class that Repair has if a link names none for it. Older links named one class for all views,
 * so a link to Repair still passes it on; other links leave Repair without a class.
 */
export const impliedRestoreClass = (view: ViewName | undefined, { sampleClass }: LookSettings): string =>
  view === 'repair' ? sampleClass : lookDefaults.restoreClass;

/** The classes that a link may name. */
export interface KnownClasses {
  /** As a link writes them. */
  readonly names: readonly string[];
  /**
   * True for a network from elsewhere, or for a set that is not here: any number may then be a
   * class.
   */
  readonly maybeOthers: boolean;
}

/** The allowed settings in these fields; adds a notice for each that is not allowed. */
export function readSettings<Key extends SettingKey>(
  keys: readonly Key[],
  fields: ReadonlyMap<string, string>,
  notices: LinkNotice[],
  classes: KnownClasses,
): Partial<Pick<SettingValues, Key>> {
  const read: Partial<Record<SettingKey, number | boolean | string>> = {};
  for (const key of keys) {
    const value = readSetting(key, fields.get(settings[key].linkKey), notices, classes);
    if (value !== undefined) read[key] = value;
  }
  return read as Partial<Pick<SettingValues, Key>>; // each has the type that its table gives
}

function readSetting(key: SettingKey, text: string | undefined, notices: LinkNotice[], classes: KnownClasses) {
  const setting = settingOf(key);
  switch (setting.kind) {
    case 'number':
      return readNumber(key as ParameterKey, setting, text, notices);
    case 'switch': {
      const name = readName(setting.linkKey, text, ['1', '0'], notices);
      return name && name === '1';
    }
    case 'choice':
      return readName(setting.linkKey, text, setting.options, notices);
    case 'class':
      return readClass(setting.linkKey, text, classes, notices);
    case 'lanes':
      return readLanes(setting.linkKey, text, notices);
    default:
      return setting satisfies never;
  }
}

/** A notice for each field that the recipe does not use. */
export function unusedBy(recipe: Recipe, fields: ReadonlyMap<string, string>): readonly LinkNotice[] {
  return experimentKeys
    .filter((key) => !isOf(recipe, key) && fields.has(settings[key].linkKey))
    .map((key) => ({ code: 'not-of-recipe', values: { key: settings[key].linkKey, recipe: recipe.name } }));
}

/** The keys among these fields that only other recipes use. */
export function keysOfOtherRecipes(recipe: Recipe, fields: ReadonlyMap<string, string>): readonly string[] {
  const isOfOthers = (key: SettingKey): boolean =>
    isLookKey(key) ? recipe.kind === 'one-pass' && ofDiffusion.has(key) : isExperimentKey(key) && !isOf(recipe, key);
  return settingKeys
    .filter(isOfOthers)
    .flatMap((key) => (fields.has(settings[key].linkKey) ? settings[key].linkKey : []));
}

function readNumber(
  key: ParameterKey,
  { linkKey, min, max, integer }: NumberParameter,
  text: string | undefined,
  notices: LinkNotice[],
): number | undefined {
  if (text === undefined) return undefined;
  const value = parseDecimal(text);
  if (isAllowed(key, value)) return value;
  notices.push({
    code: integer ? 'not-whole-in-range' : 'not-in-range',
    values: { key: linkKey, value: shorten(text), min, max },
  });
  return undefined;
}

function readClass(
  key: string,
  text: string | undefined,
  { names, maybeOthers }: KnownClasses,
  notices: LinkNotice[],
): string | undefined {
  if (text === undefined) return undefined;
  const name = text.toLowerCase();
  if (name === lookDefaults.sampleClass) return name;
  const number = classNumber(name, { classNames: names });
  if (number !== null && (number < names.length || maybeOthers)) return names[number] ?? String(number);
  const allowed = shorten([lookDefaults.sampleClass, ...names].join(', '), 100);
  notices.push({ code: 'not-a-name', values: { key, value: shorten(text), allowed } });
  return undefined;
}

/** Whether there is a model of that name is checked when the race begins. */
function readLanes(key: string, text: string | undefined, notices: LinkNotice[]): string | undefined {
  if (text === undefined || parseLanes(text) !== null) return text;
  const allowed = 'run.ddim.50.ema,run.dpm.10.ema';
  notices.push({ code: 'not-a-name', values: { key, value: shorten(text), allowed } });
  return undefined;
}

export function readName<Name extends string>(
  key: string,
  text: string | undefined,
  names: readonly Name[],
  notices: LinkNotice[],
): Name | undefined {
  if (text === undefined) return undefined;
  const found = names.find((name) => name === text.toLowerCase());
  if (!found) notices.push({ code: 'not-a-name', values: { key, value: shorten(text), allowed: names.join(', ') } });
  return found;
}
