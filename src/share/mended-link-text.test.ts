import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recipeNames } from '../ml/config.ts';
import { chewings } from './link.fixture.ts';
import { decodeLink, encodeLink } from './link.ts';
import { linkIn, withoutLink } from './link-address.ts';
import { contentsOf, standard } from './link-contents.testing.ts';
import { referenceTo } from './link-data-set.ts';

describe('a link that a chat program has changed', () => {
  test.each(Object.entries(chewings))('%s: it opens as before', (_, chew) => {
    fc.assert(
      fc.property(fc.oneof(...recipeNames.map(contentsOf)), ({ content, own }) => {
        const address = `https://playground.example/some/path/${chew(encodeLink(content, own))}`;
        expect(decodeLink(linkIn(address), own && [own])).toEqual({ ...content, notices: [] });
        expect(decodeLink(linkIn(address)).wanted).toEqual(own && referenceTo(own));
        expect(withoutLink(address)).toBe('https://playground.example/some/path/');
      }),
      { numRuns: 50 },
    );
  });

  test('names may be in capital letters', () => {
    const { experiment, look, notices } = decodeLink('#V=1&RECIPE=CLASSES&CLASSES=CAT,DOG&CLASS=DOG&LR=1E-3');
    expect(experiment).toMatchObject({ recipe: 'classes', classes: [3, 5], learningRate: 0.001 });
    expect([look.sampleClass, notices]).toEqual(['dog', []]);
  });

  test.each([
    ['#Seed=1&seed=2', 2],
    ['#amp;seed=1&seed=2', 2],
  ])('a correctly spelled key takes precedence over a repaired one: %s', (hash, seed) => {
    expect(decodeLink(hash).experiment.seed).toBe(seed);
  });

  test('ambiguous text is not repaired', () => {
    // A percent sign may mean a division by a hundred, an unknown key may be from a later version,
    // and an address may end in anything.
    expect(decodeLink('#lr=1%').notices.map(({ code }) => code)).toEqual(['not-in-range']);
    expect(decodeLink('#title=a%26seed%3D5').experiment.seed).toBe(standard.seed);
    expect(decodeLink('#model=https://example.org/a(b)).').model).toBe('https://example.org/a(b)).');
  });

  test.each([
    ['https://a.example/?utm_source=x&v=3', ''],
    ['https://a.example/?v=3#main', '#main'],
    ['https://a.example/?utm_source=x#v=1&seed=7', '#v=1&seed=7'],
    ['https://a.example/?recipe=tiny#v=1&seed=7', '#v=1&seed=7'],
    ['https://a.example/?v=1&recipe=tiny#main', '?v=1&recipe=tiny'],
    ['https://a.example/%23v=1&recipe=tiny', '%23v=1&recipe=tiny'],
  ])('the link in %s is %j', (address, link) => {
    expect(linkIn(address)).toBe(link);
  });

  test('for a link that lost its recipe, that is the first notice', () => {
    const { experiment, notices } = decodeLink('#v=2&seed=7&flip=0&steps=20&sampler=dpm&colour=red');
    expect(experiment).toEqual({ ...standard, seed: 7 });
    expect(notices).toEqual([
      { code: 'no-recipe', values: { keys: 'steps, flip, sampler', recipe: 'article' } },
      { code: 'newer-version', values: { version: '2', known: 1 } },
      { code: 'unknown-key', values: { key: 'colour' } },
    ]);
    expect(decodeLink('#v=2&recipe=tin&seed=7').notices.map(({ code }) => code)).toEqual([
      'not-a-name',
      'newer-version',
    ]);
    expect(decodeLink('#model=https://example.org/m/&steps=20').notices).toEqual([]);
  });
});
