import { describe, expect, it } from 'vitest';
import { experimentOn, recipes, type ShippedSet, shippedSets } from '../../src/ml/config.ts';
import { ArgumentError } from '../arguments.ts';
import { parseTrainArguments, readTrainFlags, type TrainArguments } from './arguments.ts';

function parsed(argv: readonly string[], set: ShippedSet = shippedSets.cifar10): TrainArguments {
  const flags = readTrainFlags(argv);
  if (flags === null) return expect.fail('--help was not asked for');
  return parseTrainArguments(flags, set);
}

it('trains the recipe unchanged without options', () => {
  expect(parsed([])).toEqual({
    experiment: recipes.article.experiment,
    fixed: {},
    learningRate: null,
    epochs: null,
    lastStep: null,
    backend: 'webgpu',
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
  expect(parsed(line.split(' '))).toMatchObject({
    experiment: { recipe: 'article', batchSize: 8, learningRate: 3e-4, seed: 4294967295, classes: [3, 8] },
    learningRate: 3e-4,
    lastStep: 20,
    backend: 'cpu',
    logEvery: 1,
    json: true,
  });
  expect(parsed(['--resume', 'x', '--epochs', '20'])).toMatchObject({ resume: 'x', epochs: 20 });
  expect(readTrainFlags(['--help', '--steps', '3'])).toBeNull();
});

it('takes the options of a recipe with a U-Net', () => {
  const line =
    '--recipe tiny --flip 0 --noise-draws 4 --optimizer muon --min-snr 5 --schedule squaredcos_cap_v2 --zero-snr 1 --prediction v_prediction --precision float16';
  expect(parsed(line.split(' ')).experiment).toEqual({
    ...recipes.tiny.experiment,
    horizontalFlip: false,
    noiseDraws: 4,
    optimizer: 'muon',
    minSnrGamma: 5,
    betaSchedule: 'squaredcos_cap_v2',
    zeroTerminalSnr: true,
    predictionType: 'v_prediction',
    precision: 'float16',
  });
  for (const recipe of Object.values(recipes)) {
    expect(parsed(['--recipe', recipe.name]).experiment).toEqual(recipe.experiment);
  }
});

it('takes its defaults from the data set', () => {
  expect(parsed(['--recipe', 'quick', '--data', 'digits'], shippedSets.digits)).toMatchObject({
    experiment: experimentOn(recipes.quick, shippedSets.digits),
    fixed: { recipe: 'quick', data: 'digits' },
  });
  expect(parsed(['--recipe', 'tiny', '--classes', 'food,0'], shippedSets.emoji).experiment.classes).toEqual([0, 3]);
});

it('refuses a set that does not suit the recipe, and classes that the set does not have', () => {
  expect(() => parsed(['--recipe', 'ddpm-cifar10'], shippedSets.digits)).toThrow(
    '--recipe ddpm-cifar10 does not suit the pictures of digits, of 28 x 28 pixels; these do: article, quick, tiny, small, classes, flow, large.',
  );
  expect(() => parsed(['--recipe', 'classes'], { ...shippedSets.emoji, classNames: [] })).toThrow(
    /does not suit the pictures of emoji, of 32 x 32 pixels without classes; these do: article, quick/,
  );
  expect(() => parsed(['--classes', 'cat'], shippedSets.emoji)).toThrow(
    /"cat" is no class; there are smileys, .*flags/,
  );
  expect(() => parsed(['--classes', '9'], shippedSets.emoji)).toThrow(/"9" is no class/);
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
    ['--recipe quick --noise-draws 9', /--noise-draws must be a whole number from 1 to 8, not "9"/],
    ['--noise-draws 1', /--noise-draws means nothing to the recipe article/],
    ['--recipe tiny --min-snr 21', /--min-snr must be a number from 0 to 20/],
    ['--recipe tiny --prediction flow', /one of epsilon, sample, v_prediction, not "flow"/],
    ['--flip 1', /--flip means nothing to the recipe article/],
    ['--recipe flow --schedule linear', /--schedule means nothing to the recipe flow/],
    ['--evaluate-every 1.5', /--evaluate-every/],
    ['--steps 5 --epochs 1', /exclude/],
    ['--backend quantum', /webgpu, cpu/],
    ['--out=', /--out needs a value/],
    ['--unknown', /--unknown/],
    ['stray', /stray/],
  ];
  it.each(cases)('%s', (line, message) => {
    try {
      parsed(line.split(' '));
    } catch (error) {
      expect(error).toBeInstanceOf(ArgumentError);
      expect(String(error)).toMatch(message);
      expect(String(error).split('\n')).toHaveLength(1);
      return;
    }
    expect.fail('it was accepted');
  });
});
