import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  classNames,
  type Experiment,
  isAllowed,
  type LookSettings,
  lookDefaults,
  type ParameterKey,
  parameters,
  recipeNames,
  recipes,
} from '../ml/config.ts';
import { link as words } from '../words/link.en.ts';
import { decodeLink, encodeLink, linkLengthLimit, linkNoticeLimit } from './link.ts';

const standard = recipes.article.experiment;

const numberFor = (key: ParameterKey) => {
  const { min, max, integer } = parameters[key];
  return integer ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true }).map((value) => value + 0);
};
const experiments: fc.Arbitrary<Experiment> = fc.record({
  recipe: fc.constantFrom(...recipeNames),
  seed: numberFor('seed'),
  batchSize: numberFor('batchSize'),
  learningRate: numberFor('learningRate'),
  epochs: numberFor('epochs'),
  classes: fc.subarray(
    classNames.map((_, index) => index),
    { minLength: 1 },
  ),
});
const looks: fc.Arbitrary<LookSettings> = fc.record({
  previewEvery: numberFor('previewEvery'),
  generateSeed: numberFor('generateSeed'),
  generateCount: numberFor('generateCount'),
  restoreNoise: numberFor('restoreNoise'),
  restoreSeed: numberFor('restoreSeed'),
  restoreImage: numberFor('restoreImage'),
});

/** Strings that look like links more often than not. */
const linkKeys = ['v', 'recipe', 'classes', 'backend', ...Object.values(parameters).map((p) => p.linkKey)];
const nonsense = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', '%', '%zz', '%ff%fe', '__proto__', 'NaN', 'Infinity', '0x10', '1e999', '-0', '1.5', '-1', 'cat,'),
);
const linkLike = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...linkKeys), nonsense), nonsense), { maxLength: 30 })
  .map((fields) => `#${fields.map(([key, value]) => `${key}=${value}`).join('&')}`);

function expectRunnable(experiment: Experiment, look: LookSettings) {
  expect(recipeNames).toContain(experiment.recipe);
  for (const key of ['seed', 'batchSize', 'learningRate', 'epochs'] as const) {
    expect(isAllowed(key, experiment[key])).toBe(true);
  }
  for (const [key, value] of Object.entries(look)) expect(isAllowed(key as keyof LookSettings, value)).toBe(true);
  expect(experiment.classes.length).toBeGreaterThan(0);
  expect([...new Set(experiment.classes)].sort((a, b) => a - b)).toEqual(experiment.classes);
  expect(experiment.classes.every((index) => classNames[index] !== undefined)).toBe(true);
}

describe('encodeLink', () => {
  test('says only what differs', () => {
    expect(encodeLink(standard, lookDefaults)).toBe('#v=1&recipe=article&seed=42');
    const experiment = { ...standard, seed: 7, batchSize: 32, classes: [3, 5] };
    expect(encodeLink(experiment, { ...lookDefaults, restoreNoise: 0.25 })).toBe(
      '#v=1&recipe=article&seed=7&batch=32&classes=cat,dog&noise=0.25',
    );
  });

  test('comes back as it went, without a notice', () => {
    fc.assert(
      fc.property(experiments, looks, (experiment, look) => {
        const hash = encodeLink(experiment, look);
        expect(decodeLink(hash)).toEqual({ experiment, look, notices: [] });
        // A browser escapes what it likes: the address bar's form of the same link means the same.
        expect(decodeLink(new URL(hash, 'https://example.org/').hash)).toEqual({ experiment, look, notices: [] });
        expect(decodeLink(hash.replaceAll(',', '%2C'))).toEqual({ experiment, look, notices: [] });
      }),
    );
  });
});

describe('decodeLink', () => {
  test('opens anything, with an experiment that can run and few notices that have words', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), linkLike), (hash) => {
        const { experiment, look, notices } = decodeLink(hash);
        expectRunnable(experiment, look);
        expect(notices.length).toBeLessThanOrEqual(linkNoticeLimit);
        for (const { code, values } of notices) {
          const holes = [...words[code].matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
          expect(Object.keys(values)).toEqual(expect.arrayContaining(holes));
          for (const value of Object.values(values)) expect(String(value).length).toBeLessThanOrEqual(100);
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each(['', '#', '#main', '#restore-panel'])('%j is no link', (hash) => {
    expect(decodeLink(hash)).toEqual({ experiment: standard, look: lookDefaults, notices: [] });
  });

  test('nonsense in every field: the defaults, and each field named', () => {
    const { experiment, look, notices } = decodeLink(`#${linkKeys.map((key) => `${key}=x`).join('&')}`);
    expect({ experiment, look }).toEqual({ experiment: standard, look: lookDefaults });
    const named = notices.flatMap(({ values }) => ('key' in values ? [values.key] : []));
    expect(named).toEqual(expect.arrayContaining(linkKeys));
  });

  test.each([
    ['#seed=-1', { code: 'not-whole-in-range', values: { key: 'seed', value: '-1', min: 0, max: 4294967295 } }],
    ['#batch=1.5', { code: 'not-whole-in-range', values: { key: 'batch', value: '1.5', min: 1, max: 512 } }],
    ['#batch=', { code: 'not-whole-in-range', values: { key: 'batch', value: '', min: 1, max: 512 } }],
    ['#batch=0x10', { code: 'not-whole-in-range', values: { key: 'batch', value: '0x10', min: 1, max: 512 } }],
    ['#lr=2', { code: 'not-in-range', values: { key: 'lr', value: '2', min: 1e-6, max: 1 } }],
    ['#lr=Infinity', { code: 'not-in-range', values: { key: 'lr', value: 'Infinity', min: 1e-6, max: 1 } }],
    ['#noise=%E0%A4', { code: 'not-in-range', values: { key: 'noise', value: '\ufffd', min: 0, max: 2 } }],
    ['#backend=gpu', { code: 'not-a-name', values: { key: 'backend', value: 'gpu', allowed: 'webgpu, webgl, cpu' } }],
    ['#colour=red', { code: 'unknown-key', values: { key: 'colour' } }],
    ['#__proto__=1', { code: 'unknown-key', values: { key: '__proto__' } }],
    ['#v=2', { code: 'newer-version', values: { version: '2', known: 1 } }],
  ])('%s falls back and says so', (hash, notice) => {
    expect(decodeLink(hash)).toEqual({ experiment: standard, look: lookDefaults, notices: [notice] });
  });

  test('of a repeated key the first value counts', () => {
    const { experiment, notices } = decodeLink('#seed=1&seed=2');
    expect(experiment.seed).toBe(1);
    expect(notices).toEqual([{ code: 'repeated-key', values: { key: 'seed' } }]);
  });

  test('a newer link is read as far as it is understood', () => {
    const { experiment, notices } = decodeLink('#v=2&recipe=article&seed=9&sampler=new');
    expect(experiment.seed).toBe(9);
    expect(notices.map(({ code }) => code)).toEqual(['newer-version', 'unknown-key']);
  });

  test('classes are taken in any order and spelling, or not at all', () => {
    expect(decodeLink('#classes=Dog,%20cat,dog').experiment.classes).toEqual([3, 5]);
    for (const bad of ['', ',', 'cat,unicorn']) {
      const { experiment, notices } = decodeLink(`#classes=${bad}`);
      expect(experiment.classes).toEqual(standard.classes);
      expect(notices.map(({ code }) => code)).toEqual(['not-a-name']);
    }
  });

  test('a backend may be asked for', () => {
    expect(decodeLink('#backend=cpu').backend).toBe('cpu');
    expect('backend' in decodeLink('#seed=1')).toBe(false);
  });

  test('a huge link is read up to the limit, and the cut field is not', () => {
    const filler = 'x=1&'.repeat(linkLengthLimit / 4 - 3); // "seed=9&" before and 5 characters of "epochs=77" after
    const { experiment, notices } = decodeLink(`#seed=9&${filler}epochs=77&batch=3${'0'.repeat(1e6)}`);
    expect(experiment).toEqual({ ...standard, seed: 9 });
    expect(notices).toHaveLength(linkNoticeLimit);
    expect(notices[0]).toEqual({ code: 'too-long', values: { limit: linkLengthLimit } });
    expect(notices.at(-1)?.code).toBe('more');
  });
});
