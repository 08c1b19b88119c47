import { expect, it } from 'vitest';
import { samplersFor, shippedSet } from '../../ml/config.ts';
import { defaultOf, fittingDefault } from './defaults.ts';

it('is what the recipe does on the set: digits are not mirrored', () => {
  expect(defaultOf('horizontalFlip', 'small', shippedSet('cifar10') ?? null)).toBe(true);
  expect(defaultOf('horizontalFlip', 'small', shippedSet('digits') ?? null)).toBe(false);
});

it('is an option of the network at hand: no sampler of a noise schedule for a flow', () => {
  const standard = defaultOf('sampler', 'quick', shippedSet('digits') ?? null);
  expect(fittingDefault(samplersFor('epsilon'), standard)).toBe('ddim');
  expect(fittingDefault(samplersFor('flow'), standard)).toBe('flow-match-euler');
});
