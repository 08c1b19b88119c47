import { expect, test } from 'vitest';
import { recipes } from '../ml/config.ts';
import { isWorthOffering } from './offers.ts';

test('offers a model as a run to continue only if it was trained, not if it was only opened', () => {
  const { experiment } = recipes.quick;
  const saved = { runId: 'opened', origin: 'checkpoint', experiment, epoch: 0, savedAt: 0 } as const;
  expect(isWorthOffering({ ...saved, step: 0 })).toBe(false);
  expect(isWorthOffering({ ...saved, step: 1 })).toBe(true);
});
