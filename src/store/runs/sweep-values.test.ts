import { expect, it } from 'vitest';
import { recipes } from '../../ml/config.ts';
import { readValues, suggestedValues, sweepable } from './sweep-values.ts';

it('suggests allowed values around the current one', () => {
  const { experiment } = recipes.tiny;
  expect(suggestedValues('learningRate', experiment)).toEqual([0.001, 0.002, 0.004]);
  expect(suggestedValues('batchSize', { ...experiment, batchSize: 1 })).toEqual([1, 2]);
  expect(suggestedValues('seed', { ...experiment, seed: 2 ** 32 - 1 })).toEqual([2 ** 32 - 1, 0, 1]);
  expect(suggestedValues('optimizer', experiment)).toEqual(['adamw', 'muon']);
  expect(suggestedValues('predictionType', experiment)).toEqual(['epsilon', 'sample', 'v_prediction']);
});

it('varies only parameters that have an effect', () => {
  expect(sweepable(recipes.article.experiment)).toEqual(['learningRate', 'batchSize', 'seed']);
  expect(sweepable(recipes.quick.experiment)).toEqual(['learningRate', 'batchSize', 'seed', 'optimizer']);
  expect(sweepable(recipes.tiny.experiment)).toContain('predictionType');
});

it('reads values in the ways people write them, and says which is wrong', () => {
  expect(readValues('learningRate', '0.001, 2e-3;4e-3')).toEqual({ values: [0.001, 0.002, 0.004] });
  expect(readValues('seed', '1，2；3、4')).toEqual({ values: [1, 2, 3, 4] });
  expect(readValues('batchSize', '8 16 0.5')).toEqual({ problem: 'not-allowed', value: '0.5' });
  expect(readValues('seed', '1, two, 3')).toEqual({ problem: 'not-allowed', value: 'two' });
  expect(readValues('seed', '1, 1')).toEqual({ problem: 'twice' });
  expect(readValues('seed', '1')).toEqual({ problem: 'count' });
  expect(readValues('seed', '1 2 3 4 5 6')).toEqual({ problem: 'count' });
});
