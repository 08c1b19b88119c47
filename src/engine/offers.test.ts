import { expect, test } from 'vitest';
import { recipes } from '../ml/config.ts';
import { isWorthOffering } from './offers.ts';

test('a model that was only opened is not offered as a run to go on with; one that was trained is', () => {
  const { experiment } = recipes.quick;
  const saved = { runId: 'opened', origin: 'checkpoint', experiment, epoch: 0, savedAt: 0 } as const;
  expect(isWorthOffering({ ...saved, step: 0 })).toBe(false);
  expect(isWorthOffering({ ...saved, step: 1 })).toBe(true);
});
