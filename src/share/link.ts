/**
 * The link that reproduces an experiment: `#v=1&recipe=article&seed=42&batch=32&classes=cat,dog`.
 * The key of a setting is its `linkKey` in `src/ml/parameters.ts`; keys that are no setting are
 * read here. Values that equal the recipe's are left out, except the recipe and the seed, which
 * name the run. For any link, `decodeLink` returns an experiment that can be run, and a notice for
 * each field that it could not use as written.
 */
import {
  type BackendName,
  backendNames,
  classParameters,
  type DataSetDescription,
  type DataSetFacts,
  type Experiment,
  experimentOn,
  fineTuningRate,
  type LookSettings,
  lookDefaults,
  type Recipe,
  type RecipeName,
  recipeNames,
  recipes,
  shippedSet,
  shippedSets,
  suits,
} from '../ml/config.ts';
import type { LanguageTag } from '../words/languages.ts';
import {
  type LinkedSet,
  type OwnSetReference,
  readDataSet,
  referenceTo,
  standardSet,
  writeOwnSet,
} from './link-data-set.ts';
import { languageKey, languageText, namesOnlyLanguage, readLanguage } from './link-language.ts';
import { bounded, type LinkNotice } from './link-notice.ts';
import {
  experimentKeys,
  impliedRestoreClass,
  isOf,
  keysOfOtherRecipes,
  lookKeys,
  matters,
  type NamedField,
  namedIn,
  readName,
  readSettings,
  settingLinkKeys,
  unusedBy,
  writeSetting,
} from './link-settings.ts';
import { fieldsIn, isAnchor } from './mended-link-text.ts';
import { isModelAddress, modelAddressLimit, readyMadeIn } from './model-address.ts';
import { frameKeys, type PageFrame, readFrame } from './page-frame.ts';
import { shorten } from './shorten.ts';
import { readTask, type TaskName, taskKey } from './tasks.ts';
import { standardView, type ViewName, viewNames } from './view-names.ts';

export type { OwnSetReference } from './link-data-set.ts';
export type { LinkNotice } from './link-notice.ts';

const linkVersion = 1;

/**
 * Longer links are cut here. A whole experiment takes under 400 characters, and up to 4,000 if it
 * names most of 1,000 classes.
 */
export const linkLengthLimit = 8192;

export interface LinkContent {
  readonly experiment: Experiment;
  readonly look: LookSettings;
  /** The view that the page opens. If missing, `standardView`. */
  readonly view?: ViewName;
  /**
   * The address from which the run's model is loaded, if the visitor agrees: absolute, or relative
   * to the page (`isModelAddress`).
   */
  readonly model?: string;
}

export interface DecodedLink extends LinkContent {
  /**
   * A visitor's set that the link names and that is not here. The experiment then uses the standard
   * set, with all of its classes.
   */
  readonly wanted?: OwnSetReference;
  /** The backend that the link names (`backend=cpu`). If absent, the best one available is used. */
  readonly backend?: BackendName;
  /** If absent, the whole page. */
  readonly frame?: PageFrame;
  /** If absent, the language that the browser remembers or asks for. */
  readonly language?: LanguageTag;
  /** The exercise whose steps are to be shown. */
  readonly task?: TaskName;
  readonly notices: readonly LinkNotice[];
}

const defaultRecipe: RecipeName = 'article';

const knownKeys: ReadonlySet<string> = new Set([
  'v',
  'recipe',
  'data',
  'classes',
  'backend',
  'model',
  'view',
  ...frameKeys,
  languageKey,
  taskKey,
  ...settingLinkKeys,
]);

/**
 * `#v=1&recipe=...`, to be appended to the page's address. `own`: the experiment's set, if it is
 * one of the visitor's.
 */
export function encodeLink({ experiment, look, model, view }: LinkContent, own?: DataSetDescription): string {
  const recipe = recipes[experiment.recipe];
  const set: DataSetFacts = shippedSet(experiment.data) ?? own ?? { ...standardSet, id: experiment.data };
  const standard = {
    ...experimentOn(recipe, set),
    ...(model !== undefined && { learningRate: rateWithout(recipe, model) }),
  };
  const fields = [`v=${linkVersion}`, `recipe=${experiment.recipe}`];
  // Never last, because it is the only field that cannot be distinguished from text that a chat
  // appends to a link.
  if (model !== undefined) fields.push(`model=${readable(model)}`);
  if (view !== undefined && view !== standardView) fields.push(`view=${view}`);
  if (set.id !== standardSet.id) fields.push(`data=${own?.id === set.id ? writeOwnSet(referenceTo(own)) : set.id}`);
  for (const key of experimentKeys) {
    const differs = isOf(recipe, key) && experiment[key] !== standard[key];
    if (key === 'seed' || differs) fields.push(writeSetting(key, experiment[key]));
  }
  if (experiment.classes.join() !== standard.classes.join()) {
    const names = linkNames(set);
    fields.push(`classes=${experiment.classes.map((index) => names[index] ?? index).join(',')}`);
  }
  const unwritten = { ...lookDefaults, restoreClass: impliedRestoreClass(view, look) };
  for (const key of lookKeys) {
    // A model from elsewhere may differ from the recipe's network, so every setting may matter.
    const isSeen = model !== undefined || matters(key, look, experiment, set);
    if (isSeen && look[key] !== unwritten[key]) fields.push(writeSetting(key, look[key]));
  }
  return `#${fields.join('&')}`;
}

/**
 * The rate at which a run with the model begins if its link names none. Null for a model from
 * elsewhere: its training, which it may bring, decides.
 */
const rateWithout = (recipe: Recipe, model: string): number | null =>
  readyMadeIn(model) === null ? null : fineTuningRate(recipe);

/**
 * Classes as a link writes them: by number for a visitor's set, because a folder may have any name.
 */
const linkNames = ({ id, classNames }: DataSetFacts): readonly string[] =>
  shippedSet(id) ? classNames : classNames.map((_, index) => String(index));

/**
 * Never throws, whatever `hash` is. A fragment that is one bare word is an anchor of the page, not
 * a link. `own`: the visitor's sets, which a link may name.
 */
export function decodeLink(hash: string, own: readonly DataSetDescription[] = []): DecodedLink {
  const notices: LinkNotice[] = [];
  const strays: LinkNotice[] = [];
  const fields = readFields(hash, notices, strays);
  const language = readLanguage(languageText(hash), notices);
  if (namesOnlyLanguage(hash)) return { ...bareVisit, ...(language && { language }), notices };
  const aboutRecipe: LinkNotice[] = [];
  const named = readName('recipe', fields.get('recipe'), recipeNames, aboutRecipe);
  const recipe = recipes[named ?? defaultRecipe];
  readVersion(fields.get('v'), notices);
  const { set, wanted, isOther } = fittingSet(recipe, readDataSet(fields.get('data'), own, notices), notices);
  // They belong to the missing set.
  if (isOther) for (const key of keysOfClasses) fields.delete(key);
  const model = readModel(fields.get('model'), notices);
  const classes = { names: linkNames(set), maybeOthers: model !== undefined };
  const standard = experimentOn(recipe, set);
  const experiment: Experiment = {
    ...standard,
    ...readSettings(
      experimentKeys.filter((key) => isOf(recipe, key)),
      fields,
      notices,
      classes,
    ),
    classes: readClasses(fields.get('classes'), classes.names, notices) ?? standard.classes,
  };
  const chosen = readSettings(lookKeys, fields, notices, classes);
  const backend = readName('backend', fields.get('backend'), backendNames, notices);
  const view = readName('view', fields.get('view'), viewNames, notices);
  const restoreClass = impliedRestoreClass(view, { ...lookDefaults, ...chosen });
  const look: LookSettings = { ...lookDefaults, restoreClass, ...chosen };
  const frame = readFrame(fields, notices);
  const onlyRepairs = named !== undefined && recipe.kind === 'one-pass';
  const task = readTask(fields.get(taskKey), model !== undefined && !onlyRepairs, notices);
  // An imported network may not belong to any recipe, and its link may omit the recipe.
  const lost = fields.has('recipe') || model !== undefined ? [] : keysOfOtherRecipes(recipe, fields);
  if (lost.length > 0) {
    const values = { keys: shorten(lost.join(', '), 100), recipe: recipe.name };
    aboutRecipe.push({ code: 'no-recipe', values });
  } else strays.push(...unusedBy(recipe, fields));
  return {
    experiment,
    look,
    ...(model !== undefined && { model }),
    ...(backend && { backend }),
    ...(view && { view }),
    ...(frame && { frame }),
    ...(language && { language }),
    ...(task && { task }),
    ...(wanted && { wanted }),
    notices: bounded([...aboutRecipe, ...notices, ...strays]),
  };
}

/** The parts of an experiment that the link names, whether or not their values are valid. */
export function namedInLink(hash: string): readonly NamedField[] {
  return namedIn(readFields(hash, [], []));
}

/** The learning rate that the link names; undefined if it names none or an invalid one. */
export const rateInLink = (hash: string): number | undefined =>
  readSettings(['learningRate'], readFields(hash, [], []), [], { names: [], maybeOthers: false }).learningRate;

/**
 * An address without a link, or with only a language in it: the set that a network learns soonest,
 * and the view that starts by itself.
 */
const bareVisit: DecodedLink = {
  experiment: experimentOn(recipes.quick, shippedSets.digits),
  look: lookDefaults,
  view: 'start',
  notices: [],
};

const keysOfClasses = ['classes', ...Object.values(classParameters).map(({ linkKey }) => linkKey)];

/** The requested set, or the standard one if the recipe cannot be trained on it. */
function fittingSet(recipe: Recipe, { set, wanted }: LinkedSet, notices: LinkNotice[]) {
  if (suits(recipe, set)) return { set, wanted, isOther: wanted !== undefined };
  const data = shippedSet(set.id) ? set.id : shorten('name' in set ? set.name : set.id);
  notices.push({ code: 'not-of-set', values: { data, recipe: recipe.name, instead: standardSet.id } });
  return { set: standardSet, wanted: undefined, isOther: true };
}

/**
 * Escapes only what a field's value needs, and characters that Markdown or a sentence around the
 * link would take as its own.
 */
function readable(address: string): string {
  const escaped = encodeURIComponent(address).replaceAll('%3A', ':').replaceAll('%2F', '/');
  return escaped.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
}

/** The first value of each known key; the other fields go to `strays`. */
function readFields(hash: string, notices: LinkNotice[], strays: LinkNotice[]): Map<string, string> {
  const fields = new Map<string, string>();
  let text = hash.startsWith('#') ? hash.slice(1) : hash;
  if (isAnchor(text)) return fields;
  if (text.length > linkLengthLimit) {
    notices.push({ code: 'too-long', values: { limit: linkLengthLimit } });
    text = text.slice(0, linkLengthLimit);
    text = text.slice(0, Math.max(0, text.lastIndexOf('&'))); // the last field may be incomplete
  }
  for (const { key, value } of fieldsIn(text, knownKeys)) {
    if (!knownKeys.has(key)) strays.push({ code: 'unknown-key', values: { key: shorten(key) } });
    else if (fields.has(key)) strays.push({ code: 'repeated-key', values: { key } });
    else fields.set(key, value);
  }
  return fields;
}

/** A link of a newer version is read as far as this version understands it. */
function readVersion(text: string | undefined, notices: LinkNotice[]): void {
  if (text === undefined || text === String(linkVersion)) return;
  if (/^[1-9]\d*$/.test(text)) {
    notices.push({ code: 'newer-version', values: { version: shorten(text), known: linkVersion } });
  } else {
    notices.push({ code: 'not-a-name', values: { key: 'v', value: shorten(text), allowed: String(linkVersion) } });
  }
}

function readModel(text: string | undefined, notices: LinkNotice[]): string | undefined {
  if (text === undefined || isModelAddress(text)) return text;
  notices.push({ code: 'not-a-model', values: { key: 'model', value: shorten(text), limit: modelAddressLimit } });
  return undefined;
}

/**
 * Names separated by commas, in any order. With one unknown name the recipe's classes apply, so
 * that a run is not silently a different one.
 */
function readClasses(
  text: string | undefined,
  names: readonly string[],
  notices: LinkNotice[],
): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const wanted = new Set(
    text
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
  const known = names.flatMap((name, index) => (wanted.has(name) ? [index] : []));
  if (known.length === wanted.size) return known;
  const allowed = shorten(names.join(', '), 100);
  notices.push({ code: 'not-a-name', values: { key: 'classes', value: shorten(text), allowed } });
  return undefined;
}
