import { expect, it } from 'vitest';
import { recipes } from '../../src/ml/config.ts';
import { contradiction } from './agreement.ts';
import { parseTrainArguments } from './arguments.ts';

const run = { ...recipes.article.experiment, batchSize: 8, seed: 3, classes: [3, 8] };

/** The sentence for a command line that goes on from `run`. */
function refusal(line: string): string | null {
  const given = parseTrainArguments(['--resume', 'x', ...line.split(' ')]);
  if (given === null) return expect.fail('--help was not asked for');
  return contradiction(given.fixed, run);
}

it.each(['--recipe article', '--recipe article --batch 8 --seed 3 --classes ship,cat', '--lr 0.5 --epochs 20'])(
  'goes on where the options agree: %s',
  (line) => {
    expect(refusal(line)).toBeNull();
  },
);

it.each([
  ['--batch 64', '--batch 64 contradicts the checkpoint of --resume, whose run has 8.'],
  ['--recipe article --seed 4', '--seed 4 contradicts the checkpoint of --resume, whose run has 3.'],
  ['--classes cat', '--classes cat contradicts the checkpoint of --resume, whose run has cat,ship.'],
])('names what contradicts: %s', (line, sentence) => {
  expect(refusal(line)).toBe(sentence);
});
