import { expect, it } from 'vitest';
import { recipes } from '../../ml/config.ts';
import type { BoardCell } from '../../store/board.ts';
import { choiceOf } from '../../store/forward.ts';
import type { Pictures } from '../../store/index.ts';
import { paintedFrom } from './painted.ts';

const picture = (): Pictures => ({ rgb: new Uint8Array(3), count: 1, width: 1, height: 1 });
const original = picture();
const cell: BoardCell = {
  call: { source: 'run', changes: {}, from: { original, timestep: 350.5 } },
  state: 'done',
  sampling: null,
  seed: 1,
  pictures: null,
  calls: 10,
  total: 10,
  milliseconds: 1,
  step: 0,
  failure: null,
};

it('shows what was painted from the picture that is shown, by the run’s own schedule', () => {
  expect(paintedFrom(cell, original, null)).toBe(cell);
  expect(paintedFrom(cell, picture(), null)).toBeUndefined();
  expect(paintedFrom(cell, original, choiceOf(recipes.tiny.experiment))).toBeUndefined();
  expect(paintedFrom(undefined, original, null)).toBeUndefined();
});
