import { describe, expect, it } from 'vitest';
import { shippedSets } from '../ml/config.ts';
import { suitableModel } from './suitable-model.ts';

const { digits, emoji, cifar10 } = shippedSets;
const own = { id: 'own-0', channels: 3 } as const;
const testImage = { kind: 'scratches', hasColours: null, side: 28, set: digits, answers: 'diffusion' } as const;

describe('the shipped model that suits a picture', () => {
  it.each([
    ['a digit', testImage, 'digits'],
    ['an emoji', { ...testImage, set: emoji }, 'emoji'],
    ['a small photograph', { ...testImage, set: cifar10, side: 32 }, 'cifar10'],
    ['a picture of a set of their own', { ...testImage, set: own }, 'cifar10'],
    ['a colour photograph, although the current network takes grey', { ...testImage, hasColours: true }, 'cifar10'],
    ['a grey picture', { ...testImage, hasColours: false, set: cifar10 }, 'digits'],
    ['noise of a whole photograph', { ...testImage, kind: 'noise', hasColours: true, side: 512 }, 'article'],
    ['scratches of a whole photograph', { ...testImage, hasColours: true, side: 512 }, 'cifar10'],
    [
      'noise, while the current network answers in one pass',
      { ...testImage, kind: 'noise', set: cifar10, answers: 'one-pass' },
      'article',
    ],
  ] as const)('%s', (_, picture, model) => expect(suitableModel(picture)).toBe(model));
});
