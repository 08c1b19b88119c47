import { expect, it } from 'vitest';
import { samplersFor, shippedSet } from '../../ml/config.ts';
import { defaultOf, fittingDefault } from './defaults.ts';

it('is the recipe’s value for the set: digits are not mirrored', () => {
  expect(defaultOf('horizontalFlip', 'small', shippedSet('cifar10') ?? null)).toBe(true);
  expect(defaultOf('horizontalFlip', 'small', shippedSet('digits') ?? null)).toBe(false);
});

it('is an option of the current network: a flow gets no sampler for noise schedules', () => {
  const standard = defaultOf('sampler', 'quick', shippedSet('digits') ?? null);
  expect(fittingDefault(samplersFor('epsilon'), standard)).toBe('ddim');
  expect(fittingDefault(samplersFor('flow'), standard)).toBe('flow-match-euler');
});
