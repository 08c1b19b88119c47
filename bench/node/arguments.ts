import { ArgumentError, numberFlag, readFlags, wholeNumberFlag } from '../../cli/arguments.ts';
import { type Case, type CaseName, caseNames, cases } from '../cases/case.ts';
import { type PeerName, peerNames } from '../peers/peer.ts';

/** What can be measured besides the cases: in separate processes, and in a browser. */
export const extraNames = ['limits', 'first-step', 'page'] as const;
export type ExtraName = (typeof extraNames)[number];

/** The peers that Node can run; WebGL needs a browser. */
const nodePeers = peerNames.filter((name) => name !== 'webgl');

export const usage = `Usage: npm run bench -- [options]

Measures this adapter: what it can do, and how fast our networks train and sample on it beside what else could be used, side by side in one run.

  --case LIST      of ${[...caseNames, ...extraNames].join(', ')}; \`limits\` is what the
                   adapter can do, whose fractions the cases say (default: all)
  --peer LIST      of ${nodePeers.join(', ')} (default: all that are there);
                   those of torch need BENCH_PYTHON=PATH, a Python with torch
  --batch N        images of every case; or of some: --batch small=2,ddpm-cifar10=1
                   (default ${caseNames.map((name) => `${name}=${cases[name].batch}`).join(', ')})
  --rounds N       of each case at most (default 7); as many as there is time for
  --budget S       seconds for the rounds of a case, of all peers together (default 120); one round is always taken
  --ticks MS       instead of all that: the engine's training and sampling on this device as it is, and wrapped so that it answers only
                   every MS ms (Firefox: 100), or then and whenever something is submitted, in turns; needs the data set
  --json FILE      write the report as JSON
  --markdown       print the tables as Markdown
  --recordings     print what our networks' recordings of the cases are made of, a line for each command; measures nothing
  --render FILE    print a report that was written before, as Markdown; measures nothing
`;

export interface BenchArguments {
  readonly cases: readonly Case[];
  readonly extras: ReadonlySet<ExtraName>;
  readonly peers: readonly PeerName[];
  readonly rounds: number;
  /** ms */
  readonly budget: number;
  /** ms between two answers of a device that answers late; null: late answers are not measured. */
  readonly ticks: number | null;
  readonly json: string | null;
  readonly markdown: boolean;
  readonly recordings: boolean;
  readonly render: string | null;
}

/** Null if --help was given. */
export function parseBenchArguments(argv: readonly string[]): BenchArguments | null {
  const flags = ['case', 'peer', 'batch', 'rounds', 'budget', 'ticks', 'json', 'render'];
  const { values, on } = readFlags(argv, flags, ['markdown', 'recordings', 'help']);
  if (on.has('help')) return null;
  const asked = listFlag(values, 'case', [...caseNames, ...extraNames]);
  const batches = batchFlag(values);
  return {
    cases: caseNames
      .filter((name) => asked.includes(name))
      .map((name) => ({ ...cases[name], batch: batches.get(name) ?? cases[name].batch })),
    extras: new Set(extraNames.filter((name) => asked.includes(name))),
    peers: listFlag(values, 'peer', nodePeers),
    rounds: wholeNumberFlag(values, 'rounds', 1, 1000) ?? 7,
    budget: 1000 * (numberFlag(values, 'budget', 0.1, 86_400) ?? 120),
    ticks: numberFlag(values, 'ticks', 1, 10_000) ?? null,
    json: values.get('json') ?? null,
    markdown: on.has('markdown'),
    recordings: on.has('recordings'),
    render: values.get('render') ?? null,
  };
}

/** All of them if the flag was not given. */
function listFlag<Name extends string>(
  values: ReadonlyMap<string, string>,
  flag: string,
  all: readonly Name[],
): Name[] {
  const text = values.get(flag);
  if (text === undefined) return [...all];
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !all.some((known) => known === name));
  if (unknown !== undefined)
    throw new ArgumentError(`--${flag}: there is no "${unknown}"; there are ${all.join(', ')}.`);
  return all.filter((name) => names.includes(name));
}

/** `16`, or `small=2,tiny=4`. */
function batchFlag(values: ReadonlyMap<string, string>): ReadonlyMap<CaseName, number> {
  const text = values.get('batch');
  if (text === undefined) return new Map();
  const one = (count: string): number => {
    const batch = Number(count);
    if (Number.isInteger(batch) && batch >= 1 && batch <= 4096) return batch;
    throw new ArgumentError(`--batch must be whole numbers from 1 to 4096, not "${count}".`);
  };
  if (!text.includes('=')) return new Map(caseNames.map((name) => [name, one(text)]));
  return new Map(
    text.split(',').map((part) => {
      const [asked = '', count = ''] = part.split('=');
      const name = caseNames.find((known) => known === asked.trim());
      if (name === undefined) throw new ArgumentError(`--batch: there is no case "${asked.trim()}".`);
      return [name, one(count.trim())];
    }),
  );
}
