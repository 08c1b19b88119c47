import { describe, expect, it } from 'vitest';
import { recipes } from '../../src/ml/config.ts';
import { ArgumentError } from '../arguments.ts';
import { parseTrainArguments } from './arguments.ts';

it('trains the recipe as it stands where nothing is said', () => {
  expect(parseTrainArguments([])).toEqual({
    experiment: recipes.article.experiment,
    fixed: {},
    learningRate: null,
    epochs: null,
    lastStep: null,
    backend: 'webgpu',
    data: null,
    out: null,
    resume: null,
    evaluateEvery: 250,
    logEvery: 10,
    json: false,
  });
});

it('takes every flag', () => {
  const line =
    '--recipe article --steps 20 --batch 8 --lr 3e-4 --seed 4294967295 --classes ship,cat --backend cpu --json';
  expect(parseTrainArguments(line.split(' '))).toMatchObject({
    experiment: { recipe: 'article', batchSize: 8, learningRate: 3e-4, seed: 4294967295, classes: [3, 8] },
    learningRate: 3e-4,
    lastStep: 20,
    backend: 'cpu',
    logEvery: 1,
    json: true,
  });
  expect(parseTrainArguments(['--resume', 'x', '--epochs', '20'])).toMatchObject({ resume: 'x', epochs: 20 });
  expect(parseTrainArguments(['--help', '--steps', '3'])).toBeNull();
});

it('takes the options of a recipe with a U-Net', () => {
  const line =
    '--recipe tiny --flip 0 --min-snr 5 --schedule squaredcos_cap_v2 --zero-snr 1 --prediction v_prediction --precision float16';
  expect(parseTrainArguments(line.split(' '))?.experiment).toEqual({
    ...recipes.tiny.experiment,
    horizontalFlip: false,
    minSnrGamma: 5,
    betaSchedule: 'squaredcos_cap_v2',
    zeroTerminalSnr: true,
    predictionType: 'v_prediction',
    precision: 'float16',
  });
  for (const recipe of Object.values(recipes)) {
    expect(parseTrainArguments(['--recipe', recipe.name])?.experiment).toEqual(recipe.experiment);
  }
});

describe('names what is wrong in one line', () => {
  const cases: [string, RegExp][] = [
    ['--recipe alchemy', /one of article, .*tiny, .*ddpm-cifar10, not "alchemy"/],
    ['--classes cat,unicorn', /"unicorn" is no class; there are airplane, .*truck/],
    ['--batch 0', /whole number from 1 to 4096/],
    ['--batch 4097', /whole number from 1 to 4096/],
    ['--epochs 10001', /whole number from 1 to 10000/],
    ['--batch 2.5', /whole number from 1 to 4096/],
    ['--lr fast', /--lr must be a number from 0.000001 to 1, not "fast"/],
    ['--lr NaN', /--lr/],
    ['--seed -1', /--seed must be a whole number from 0 to 4294967295, not "-1"/],
    ['--seed=-1', /--seed must be/],
    ['--steps 0', /--steps/],
    ['--steps', /--steps/],
    ['--flip yes', /--flip must be one of 0, 1, not "yes"/],
    ['--recipe tiny --min-snr 21', /--min-snr must be a number from 0 to 20/],
    ['--recipe tiny --prediction flow', /one of epsilon, sample, v_prediction, not "flow"/],
    ['--flip 1', /--flip means nothing to the recipe article/],
    ['--recipe flow --schedule linear', /--schedule means nothing to the recipe flow/],
    ['--evaluate-every 0', /--evaluate-every/],
    ['--steps 5 --epochs 1', /exclude/],
    ['--backend quantum', /webgpu, cpu/],
    ['--out=', /--out needs a value/],
    ['--unknown', /--unknown/],
    ['stray', /stray/],
  ];
  it.each(cases)('%s', (line, message) => {
    try {
      parseTrainArguments(line.split(' '));
    } catch (error) {
      expect(error).toBeInstanceOf(ArgumentError);
      expect(String(error)).toMatch(message);
      expect(String(error).split('\n')).toHaveLength(1);
      return;
    }
    expect.fail('it was accepted');
  });
});
