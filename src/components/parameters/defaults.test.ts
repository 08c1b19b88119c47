import { expect, it } from 'vitest';
import { shippedSet } from '../../ml/config.ts';
import { defaultOf } from './defaults.ts';

it('is what the recipe does on the set: digits are not mirrored', () => {
  expect(defaultOf('horizontalFlip', 'small', shippedSet('cifar10') ?? null)).toBe(true);
  expect(defaultOf('horizontalFlip', 'small', shippedSet('digits') ?? null)).toBe(false);
});
