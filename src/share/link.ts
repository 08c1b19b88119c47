/**
 * The link that reproduces an experiment: `#v=1&recipe=article&seed=42&batch=32&classes=cat,dog`. Keys are those of the parameter
 * table; what equals the recipe is left out, except the recipe and the seed, which name the run. Whatever stands in a link,
 * `decodeLink` answers with an experiment that can be run, and with a notice for each thing that it could not take as written.
 */
import {
  type BackendName,
  backendNames,
  classNames,
  type Experiment,
  isAllowed,
  type LookSettings,
  lookDefaults,
  type NumberParameter,
  type ParameterKey,
  parameters,
  type RecipeName,
  recipeNames,
  recipes,
} from '../ml/config.ts';
import { parseDecimal } from './decimal.ts';
import { shorten } from './shorten.ts';

export const linkVersion = 1;

/** Longer links are read up to here: a whole experiment takes under 400 characters. */
export const linkLengthLimit = 8192;

/** More than this many notices say nothing more; the rest is counted. */
export const linkNoticeLimit = 20;

/** One thing in a link that was not taken as written. The sentence stands in the words table under `link.<code>`. */
export type LinkNotice =
  | { readonly code: 'too-long'; readonly values: { readonly limit: number } }
  | { readonly code: 'newer-version'; readonly values: { readonly version: string; readonly known: number } }
  | { readonly code: 'unknown-key'; readonly values: { readonly key: string } }
  | { readonly code: 'repeated-key'; readonly values: { readonly key: string } }
  | { readonly code: 'not-in-range' | 'not-whole-in-range'; readonly values: RangeValues }
  | {
      readonly code: 'not-a-name';
      readonly values: { readonly key: string; readonly value: string; readonly allowed: string };
    }
  | { readonly code: 'more'; readonly values: { readonly count: number } };

interface RangeValues {
  readonly key: string;
  readonly value: string;
  readonly min: number;
  readonly max: number;
}

export type LinkNoticeCode = LinkNotice['code'];

export interface DecodedLink {
  readonly experiment: Experiment;
  readonly look: LookSettings;
  /** Asked for by the link (`backend=cpu`); absent: the best there is. */
  readonly backend?: BackendName;
  readonly notices: readonly LinkNotice[];
}

const defaultRecipe: RecipeName = 'article';

type LookKey = keyof LookSettings;
const isLookKey = (key: ParameterKey): key is LookKey => key in lookDefaults;
const parameterKeys = Object.keys(parameters) as ParameterKey[];
const lookKeys = parameterKeys.filter(isLookKey);
const experimentKeys = parameterKeys.filter((key) => !isLookKey(key));

const knownKeys: ReadonlySet<string> = new Set([
  'v',
  'recipe',
  'classes',
  'backend',
  ...parameterKeys.map((key) => parameters[key].linkKey),
]);

/** `#v=1&recipe=...`, to be put behind the page's address. */
export function encodeLink(experiment: Experiment, look: LookSettings): string {
  const standard = recipes[experiment.recipe].experiment;
  const fields = [`v=${linkVersion}`, `recipe=${experiment.recipe}`];
  for (const key of experimentKeys) {
    if (key === 'seed' || experiment[key] !== standard[key]) fields.push(field(key, experiment[key]));
  }
  if (experiment.classes.join() !== standard.classes.join()) {
    fields.push(`classes=${experiment.classes.map((index) => classNames[index]).join(',')}`);
  }
  for (const key of lookKeys) if (look[key] !== lookDefaults[key]) fields.push(field(key, look[key]));
  return `#${fields.join('&')}`;
}

/** Never throws, whatever `hash` is. A fragment that is one bare word is an anchor of the page, not a link of ours. */
export function decodeLink(hash: string): DecodedLink {
  const notices: LinkNotice[] = [];
  const strays: LinkNotice[] = [];
  const fields = readFields(hash, notices, strays);
  readVersion(fields.get('v'), notices);
  const recipe = readName('recipe', fields.get('recipe'), recipeNames, notices) ?? defaultRecipe;
  const standard = recipes[recipe].experiment;
  const numbers = (keys: readonly ParameterKey[]): Partial<Record<ParameterKey, number>> =>
    Object.fromEntries(
      keys.flatMap((key) => {
        const value = readNumber(key, fields.get(parameters[key].linkKey), notices);
        return value === undefined ? [] : [[key, value]];
      }),
    );
  const experiment: Experiment = {
    ...standard,
    ...numbers(experimentKeys),
    classes: readClasses(fields.get('classes'), notices) ?? standard.classes,
  };
  const look: LookSettings = { ...lookDefaults, ...numbers(lookKeys) };
  const backend = readName('backend', fields.get('backend'), backendNames, notices);
  return { experiment, look, ...(backend && { backend }), notices: bounded([...notices, ...strays]) };
}

function field(key: ParameterKey, value: number): string {
  return `${parameters[key].linkKey}=${value}`;
}

/** First value of each known key; the others are `strays`. URLSearchParams takes broken percent signs as they stand. */
function readFields(hash: string, notices: LinkNotice[], strays: LinkNotice[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let text = hash.startsWith('#') ? hash.slice(1) : hash;
  if (/^[\w-]*$/.test(text)) return fields;
  if (text.length > linkLengthLimit) {
    notices.push({ code: 'too-long', values: { limit: linkLengthLimit } });
    text = text.slice(0, linkLengthLimit);
    text = text.slice(0, Math.max(0, text.lastIndexOf('&'))); // the last field may have been cut in two
  }
  for (const [key, value] of new URLSearchParams(text)) {
    if (!knownKeys.has(key)) strays.push({ code: 'unknown-key', values: { key: shorten(key) } });
    else if (fields.has(key)) strays.push({ code: 'repeated-key', values: { key } });
    else fields.set(key, value.trim());
  }
  return fields;
}

/** A newer link is read as far as it is understood. */
function readVersion(text: string | undefined, notices: LinkNotice[]): void {
  if (text === undefined || text === String(linkVersion)) return;
  if (/^[1-9]\d*$/.test(text)) {
    notices.push({ code: 'newer-version', values: { version: shorten(text), known: linkVersion } });
  } else {
    notices.push({ code: 'not-a-name', values: { key: 'v', value: shorten(text), allowed: String(linkVersion) } });
  }
}

function readName<Name extends string>(
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

function readNumber(key: ParameterKey, text: string | undefined, notices: LinkNotice[]): number | undefined {
  if (text === undefined) return undefined;
  const value = parseDecimal(text);
  if (isAllowed(key, value)) return value;
  const { linkKey, min, max, integer }: NumberParameter = parameters[key];
  notices.push({
    code: integer ? 'not-whole-in-range' : 'not-in-range',
    values: { key: linkKey, value: shorten(text), min, max },
  });
  return undefined;
}

/** Names parted by commas, in any order; one unknown name and the recipe's classes stand, lest a run be quietly another one. */
function readClasses(text: string | undefined, notices: LinkNotice[]): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const wanted = new Set(
    text
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
  const known = classNames.flatMap((name, index) => (wanted.has(name) ? [index] : []));
  if (known.length === wanted.size) return known;
  notices.push({
    code: 'not-a-name',
    values: { key: 'classes', value: shorten(text), allowed: classNames.join(', ') },
  });
  return undefined;
}

function bounded(notices: readonly LinkNotice[]): readonly LinkNotice[] {
  if (notices.length <= linkNoticeLimit) return notices;
  const shown = notices.slice(0, linkNoticeLimit - 1);
  return [...shown, { code: 'more', values: { count: notices.length - shown.length } }];
}
