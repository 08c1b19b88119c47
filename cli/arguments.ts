/**
 * Shared parsing of arguments for the commands of the engine: flags by node:util, values by the
 * parameter table.
 */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import {
  allClassesOf,
  type ChoiceKey,
  choices,
  classNumber,
  type DataSetFacts,
  flagOf,
  isAllowed,
  type ParameterKey,
  parameters,
  type SwitchKey,
} from '../src/ml/config.ts';
import { allowedRange } from '../src/ml/experiment.ts';
import { reasonInEnglish } from '../src/words/sentence.ts';

/** The message is one line that names the wrong argument; the command exits with 2. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/** Flags are strings, as typed; those in `switches` take no value. Only flags are allowed. */
export function readFlags(
  argv: readonly string[],
  names: readonly string[],
  switches: readonly string[],
): { readonly values: ReadonlyMap<string, string>; readonly on: ReadonlySet<string> } {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const name of names) options[name] = { type: 'string' };
  for (const name of switches) options[name] = { type: 'boolean', ...(name === 'help' && { short: 'h' }) };
  const parsed = parse(argv, options);
  const values = new Map<string, string>();
  const on = new Set<string>();
  for (const [name, value] of Object.entries(parsed)) {
    if (value === true) on.add(name);
    else if (typeof value === 'string') values.set(name, value);
  }
  for (const [name, value] of values) {
    if (value.trim() === '') throw new ArgumentError(`--${name} needs a value.`);
  }
  return { values, on };
}

function parse(argv: readonly string[], options: NonNullable<ParseArgsConfig['options']>) {
  try {
    return parseArgs({ args: joinNegativeNumbers(argv, options), options }).values;
  } catch (cause) {
    // Node's message continues with advice on escaping the argument; its first sentence is the
    // error.
    const message = cause instanceof Error ? cause.message : String(cause);
    const [sentence = message] = message.split(/\.\s|\n/);
    throw new ArgumentError(`${sentence.replace(/\.$/, '')}. --help lists what there is.`, { cause });
  }
}

/**
 * node:util takes the -1 of `--noise -1` for another flag and calls it ambiguous; rewritten as
 * `--noise=-1`, it is checked against the range.
 */
function joinNegativeNumbers(argv: readonly string[], options: NonNullable<ParseArgsConfig['options']>): string[] {
  const joined: string[] = [];
  for (const argument of argv) {
    const before = joined.at(-1);
    const takesValue = before?.startsWith('--') && options[before.slice(2)]?.type === 'string';
    if (takesValue && /^-\.?\d/.test(argument)) joined[joined.length - 1] = `${before}=${argument}`;
    else joined.push(argument);
  }
  return joined;
}

/** A number of the parameter table; null if its flag was not given. */
export function parameterFlag(values: ReadonlyMap<string, string>, key: ParameterKey): number | null {
  const flag = flagOf(key);
  const text = values.get(flag);
  if (text === undefined) return null;
  const value = Number(text);
  if (!isAllowed(key, value))
    throw new ArgumentError(`--${flag} must be ${reasonInEnglish(allowedRange(key))}, not "${text}".`);
  return value;
}

/** A number, a switch or a choice of the parameter tables; null if its flag was not given. */
export function settingFlag(
  values: ReadonlyMap<string, string>,
  key: ParameterKey | SwitchKey | ChoiceKey,
): number | boolean | string | null {
  if (key in parameters) return parameterFlag(values, key as ParameterKey);
  if (key in choices) return choiceFlag(values, flagOf(key), choices[key as ChoiceKey].options);
  const text = choiceFlag(values, flagOf(key), ['0', '1']);
  return text === null ? null : text === '1';
}

export function wholeNumberFlag(
  values: ReadonlyMap<string, string>,
  flag: string,
  min: number,
  max: number,
): number | null {
  const text = values.get(flag);
  if (text === undefined) return null;
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new ArgumentError(`--${flag} must be a whole number from ${min} to ${max}, not "${text}".`);
}

export function numberFlag(values: ReadonlyMap<string, string>, flag: string, min: number, max: number): number | null {
  const text = values.get(flag);
  if (text === undefined) return null;
  const value = Number(text);
  if (value >= min && value <= max) return value;
  throw new ArgumentError(`--${flag} must be a number from ${min} to ${max}, not "${text}".`);
}

/** One of a list of names. */
export function choiceFlag<T extends string>(
  values: ReadonlyMap<string, string>,
  flag: string,
  allowed: readonly T[],
): T | null {
  const text = values.get(flag);
  if (text === undefined) return null;
  const found = allowed.find((name) => name === text);
  if (found === undefined) throw new ArgumentError(`--${flag} must be one of ${allowed.join(', ')}, not "${text}".`);
  return found;
}

/** Names or numbers of the set's classes, comma-separated, as ascending indices. */
export function classesFlag(
  values: ReadonlyMap<string, string>,
  flag: string,
  set: DataSetFacts,
): readonly number[] | null {
  const text = values.get(flag);
  if (text === undefined) return null;
  const last = allClassesOf(set).length - 1;
  const indices = text.split(',').map((typed) => {
    const name = typed.trim();
    const index = classNumber(name, set) ?? classNumber(name.toLowerCase(), set);
    if (index === null || index > last) throw new ArgumentError(`--${flag}: "${name}" is no class; ${classesOf(set)}.`);
    return index;
  });
  return [...new Set(indices)].sort((a, b) => a - b);
}

/** "there are cat, dog": part of a sentence, for a set with any number of classes. */
export function classesOf({ id, classNames }: Pick<DataSetFacts, 'id' | 'classNames'>): string {
  if (classNames.length === 0) return `the pictures of ${id} have no classes`;
  const shown = classNames.slice(0, 20).join(', ');
  return `there are ${shown}${classNames.length > 20 ? ` and ${classNames.length - 20} more` : ''}`;
}

export function requiredFlag(values: ReadonlyMap<string, string>, flag: string, what: string): string {
  const text = values.get(flag);
  if (text === undefined) throw new ArgumentError(`--${flag} is missing: ${what}.`);
  return text;
}
