import { expect, test } from 'vitest';
import { ShapeScores } from './shape-scores.ts';

test('orders shapes by how close they come to the fastest of each layer', () => {
  const scores = new ShapeScores();
  scores.add('forward', { wide: 100, narrow: 50 });
  scores.add('forward', { wide: 80, narrow: 100, tall: 25 });
  const [table, ...others] = scores.tables();
  expect(others).toEqual([]);
  expect(table?.rows).toEqual([
    ['wide', '2', '89 %'],
    ['narrow', '2', '71 %'],
    ['tall', '1', '25 %'],
  ]);
});
