import { expect, it } from 'vitest';
import { type Experiment, recipes, shippedSets } from '../../src/ml/config.ts';
import { parseTrainArguments, readTrainFlags } from './arguments.ts';
import { contradiction } from './experiment-flags.ts';

const run = { ...recipes.article.experiment, batchSize: 8, seed: 3, classes: [3, 8] };
const diffusionRun = { ...recipes.tiny.experiment, minSnrGamma: 5 };

/** The error sentence for a command line that continues `run`. */
function refusal(line: string, goesOn: Experiment = run, of?: 'run' | 'model'): string | null {
  const flags = readTrainFlags(['--resume', 'x', ...line.split(' ')]);
  if (flags === null) return expect.fail('--help was not asked for');
  return contradiction(parseTrainArguments(flags, shippedSets.cifar10).fixed, goesOn, shippedSets.cifar10, of);
}

it.each(['--recipe article', '--recipe article --batch 8 --seed 3 --classes ship,cat', '--lr 0.5 --epochs 20'])(
  'goes on if the options agree: %s',
  (line) => {
    expect(refusal(line)).toBeNull();
  },
);

it.each([
  ['--batch 64', '--batch 64 contradicts the checkpoint of --resume, whose run has 8.'],
  ['--recipe article --seed 4', '--seed 4 contradicts the checkpoint of --resume, whose run has 3.'],
  ['--classes cat', '--classes cat contradicts the checkpoint of --resume, whose run has cat,ship.'],
])('names the option that contradicts the checkpoint: %s', (line, sentence) => {
  expect(refusal(line)).toBe(sentence);
});

it('compares the options of a diffusion run', () => {
  expect(refusal('--recipe tiny --flip 1 --min-snr 5 --schedule linear', diffusionRun)).toBeNull();
  expect(refusal('--flip 0', diffusionRun)).toMatch(/^--flip 0 contradicts .* has 1\.$/);
  expect(refusal('--prediction sample', diffusionRun)).toMatch(/^--prediction sample contradicts .* has epsilon\.$/);
});

it('names the options that a model without its training determines', () => {
  const model = { ...diffusionRun, predictionType: 'v_prediction', zeroTerminalSnr: true } as const;
  expect(refusal('--prediction v_prediction --zero-snr 1 --batch 32', { ...model, batchSize: 32 }, 'model')).toBeNull();
  expect(refusal('--prediction epsilon', model, 'model')).toBe(
    '--prediction epsilon contradicts the model of --resume, which predicts v_prediction.',
  );
  expect(refusal('--zero-snr 0', model, 'model')).toBe(
    '--zero-snr 0 contradicts the model of --resume, which goes on with 1.',
  );
  expect(refusal('--recipe quick', model, 'model')).toBe(
    '--recipe quick contradicts the model of --resume, a network of its own, which is trained like the nearest recipe, tiny.',
  );
});
