import { samplerNames, shippedSetNames } from '../../src/ml/config.ts';
import { ArgumentError, choiceFlag, numberFlag, readFlags, wholeNumberFlag } from '../arguments.ts';
import { shippedModelsUsage } from '../model-folder.ts';
import { fileToWrite } from '../output-file.ts';
import { requireSamples, requireSet } from './files.ts';

/** tools/quality/draw.py supports all of them except one. */
const schedulers = samplerNames.filter((name) => name !== 'euler-ancestral');

export const usage = `Usage: npm run judge -- --model DIR [options]

Says of a network's samples which share a classifier names as asked, their Frechet distance to the test set in the classifier's features, how near they
come to training pictures, and how much they differ within a class. The classifier of a set is trained the first time it is needed (digits and emoji a few
minutes on one core, CIFAR-10 half an hour) and kept in .cache/. Needs a Python with torch and diffusers: PYTHON names one, else .venv or python3.

  --model DIR       a checkpoint folder, ${shippedModelsUsage}
  --data SET        ${shippedSetNames.join(', ')}, or a folder that \`npm run data\` wrote (default: the set that the checkpoint names)
  --tensors C=FILE,…  in place of --model: samples that \`npm run sample -- --class C --tensors FILE\` wrote
  --count N         samples, 2 to 100000, as many of each class (default 1000)
  --seed S          of the noise (default 0)
  --guidance W,…    how much the class counts, 0 to 20; for each of them a judgement (default 2; 1, none, where the network cannot be guided)
  --steps N         1 to 1000 (default 50)
  --scheduler NAME  ${schedulers.join(', ')} (default ddim; flow-match-euler for a network trained on flow)
  --bfloat16        draws them in bfloat16: in half the time, where the network is large and the processor computes in it
  --sheet FILE.png  the first 16 samples of each class
  --json            one JSON object a line on stdout; without npm's banner: npm run --silent judge -- ... --json
`;

export interface JudgeArguments {
  /** As typed. */
  readonly model: string | null;
  /** For tools/quality/judge.py. */
  readonly passedOn: readonly string[];
}

/** Null: --help was given. */
export function parseJudgeArguments(argv: readonly string[]): JudgeArguments | null {
  const flags = ['model', 'data', 'tensors', 'count', 'seed', 'guidance', 'steps', 'scheduler', 'sheet'] as const;
  const { values, on } = readFlags(argv, flags, ['bfloat16', 'json', 'help']);
  if (on.has('help')) return null;
  const model = values.get('model') ?? null;
  if ((model === null) !== values.has('tensors')) {
    throw new ArgumentError('Either --model names a checkpoint folder, or --tensors files of samples.');
  }
  if (model === null && !values.has('data'))
    throw new ArgumentError('--tensors needs --data: the set, by name or folder.');
  wholeNumberFlag(values, 'count', 2, 100_000);
  wholeNumberFlag(values, 'seed', 0, 2 ** 32 - 1);
  wholeNumberFlag(values, 'steps', 1, 1000);
  choiceFlag(values, 'scheduler', schedulers);
  for (const guidance of values.get('guidance')?.split(',') ?? []) {
    numberFlag(new Map([['guidance', guidance.trim() === '' ? 'nothing' : guidance]]), 'guidance', 0, 20);
  }
  const data = values.get('data');
  if (data !== undefined) requireSet(data);
  for (const named of values.get('tensors')?.split(',') ?? []) requireSamples(named);
  const sheet = values.get('sheet');
  const checked = new Map(values);
  if (sheet !== undefined) checked.set('sheet', fileToWrite('sheet', sheet, '.png'));
  checked.delete('model');
  const passedOn = [...checked].map(([name, value]) => `--${name}=${value}`);
  const switches = [...on].map((name) => `--${name}`);
  return { model, passedOn: [...passedOn, ...switches] };
}
