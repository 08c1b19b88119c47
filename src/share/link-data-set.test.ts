import { describe, expect, test } from 'vitest';
import { experimentOn, lookDefaults, recipes, shippedSets } from '../ml/config.ts';
import { parseExperiment } from '../ml/experiment.ts';
import { ownSet, plain } from './link.fixture.ts';
import { decodeLink } from './link.ts';

describe('a data set in a link', () => {
  test('is named unless it is CIFAR-10, with its classes by name', () => {
    const experiment = { ...experimentOn(recipes.quick, shippedSets.emoji), seed: 7, classes: [0, 3] };
    expect(plain(experiment, { sampleClass: 'food' })).toBe(
      '#v=1&recipe=quick&data=emoji&seed=7&classes=smileys,food&class=food',
    );
    expect(decodeLink('#recipe=classes&data=EMOJI&class=3.').look.sampleClass).toBe('food');
    const { experiment: digits } = decodeLink('#recipe=tiny&data=digits');
    expect(digits).toEqual({ ...recipes.tiny.experiment, data: 'digits', horizontalFlip: false });
  });

  const own = ownSet('Cats & dogs, 50 % (2)', ['Kätzchen', 'a,b', 'dog']);
  const experiment = { ...experimentOn(recipes.classes, own), classes: [0, 2] };
  const link = plain(experiment, { sampleClass: '2' }, own);

  test('made of own pictures is named by hash, number of pictures and name, and its classes by number', () => {
    expect(link).toBe(
      '#v=1&recipe=classes&data=own-0123456789abcdef,100,Cats%20%2526%20dogs%252c%2050%20%2525%20%25282%2529&seed=42&classes=0,2&class=2',
    );
    expect(decodeLink(link, [own])).toEqual({ experiment, look: { ...lookDefaults, sampleClass: '2' }, notices: [] });
  });

  test('that is missing here is reported as wanted, and the link opens on CIFAR-10', () => {
    expect(decodeLink(link)).toEqual({
      experiment: recipes.classes.experiment,
      look: lookDefaults,
      wanted: { id: 'own-0123456789abcdef', count: 100, name: 'Cats & dogs, 50 % (2)' },
      notices: [],
    });
    expect(decodeLink('#data=own-0123456789abcdef').wanted).toEqual({ id: own.id, count: 0, name: '' });
    expect(decodeLink('#data=Own-0123456789ABCDEF,7,100% cotton').wanted).toEqual({
      id: own.id,
      count: 7,
      name: '100% cotton',
    });
    const long = decodeLink(`#data=own-0123456789abcdef,999999999,${'x'.repeat(500)}`).wanted;
    expect([long?.count, long?.name.length]).toEqual([10_000_000, 60]);
  });

  test.each([
    ['#data=imagenet', { code: 'not-a-name', values: { key: 'data', value: 'imagenet' } }],
    ['#data=own-123', { code: 'not-a-name', values: { key: 'data', value: 'own-123' } }],
    ['#data=../cifar', { code: 'not-a-name', values: { key: 'data', value: '../cifar' } }],
    [
      '#recipe=ddpm-cifar10&data=digits&classes=1,2',
      { code: 'not-of-set', values: { data: 'digits', recipe: 'ddpm-cifar10', instead: 'cifar10' } },
    ],
    ['#data=digits&classes=cat', { code: 'not-a-name', values: { key: 'classes', value: 'cat' } }],
    ['#recipe=classes&data=digits&class=cat', { code: 'not-a-name', values: { key: 'class', value: 'cat' } }],
    ['#recipe=classes&class=10', { code: 'not-a-name', values: { key: 'class', value: '10' } }],
  ])('a notice says what is wrong with %s', (hash, notice) => {
    const { experiment: read, notices } = decodeLink(hash);
    expect(notices).toMatchObject([notice]);
    expect(parseExperiment(read)).toEqual(read);
  });

  test('a model from elsewhere may have classes known only by number', () => {
    expect(decodeLink('#model=https://example.org/m/&class=417')).toMatchObject({
      look: { sampleClass: '417' },
      notices: [],
    });
  });
});
