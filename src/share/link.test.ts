import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { experimentOn, lookDefaults, recipeNames, recipes, shippedSets } from '../ml/config.ts';
import { link as words } from '../words/en/link.ts';
import { plain } from './link.fixture.ts';
import { decodeLink, encodeLink, linkLengthLimit } from './link.ts';
import { contentsOf, expectRunnable, linkKeys, linkLike, standard } from './link-contents.testing.ts';
import { linkNoticeLimit } from './link-notice.ts';

describe('encodeLink', () => {
  test('contains only what differs from the recipe', () => {
    expect(plain(standard)).toBe('#v=1&recipe=article&seed=42');
    const experiment = { ...standard, seed: 7, batchSize: 32, classes: [3, 5] };
    expect(plain(experiment, { restoreNoise: 0.25 })).toBe(
      '#v=1&recipe=article&seed=7&batch=32&classes=cat,dog&noise=0.25',
    );
    const diffusion = { ...recipes.tiny.experiment, horizontalFlip: false, predictionType: 'v_prediction' } as const;
    expect(plain(diffusion, { sampler: 'dpm', sampleSteps: 20 })).toBe(
      '#v=1&recipe=tiny&seed=42&flip=0&prediction=v_prediction&steps=20&sampler=dpm',
    );
  });

  test('contains only settings that the recipe uses', () => {
    expect(plain({ ...standard, horizontalFlip: true, minSnrGamma: 5 }, { sampler: 'dpm', eta: 1 })).toBe(
      '#v=1&recipe=article&seed=42',
    );
    const guided = { sampleClass: 'cat', guidance: 4 } as const;
    expect(plain(recipes.tiny.experiment, guided)).toBe('#v=1&recipe=tiny&seed=42');
    expect(plain(recipes.classes.experiment, guided)).toBe('#v=1&recipe=classes&seed=42&guidance=4&class=cat');
    expect(plain(recipes.flow.experiment, { sampler: 'heun', eta: 1 })).toBe('#v=1&recipe=flow&seed=42');
  });

  test('names the current repair in words; unknown names are refused', () => {
    const repair = {
      restoreDamage: 'scratches',
      restoreScratches: 9,
      restoreMethod: 'sdedit',
      restoreSize: '128',
    } as const;
    const hash = plain(recipes.tiny.experiment, { ...repair, restoreStrength: 0.7, restorePixelation: 8 });
    expect(hash).toBe('#v=1&recipe=tiny&seed=42&scratches=9&strength=0.7&damage=scratches&method=sdedit&size=128');
    expect(decodeLink(hash)).toMatchObject({ look: { ...repair, restoreStrength: 0.7 }, notices: [] });
    const { look, notices } = decodeLink('#v=1&recipe=tiny&damage=fire&method=prayer&size=33&scratches=31&strength=2');
    expect(look).toEqual(lookDefaults);
    expect(notices.map(({ values }) => 'key' in values && values.key).toSorted()).toEqual([
      'damage',
      'method',
      'scratches',
      'size',
      'strength',
    ]);
  });

  test('names a model readably and keeps all settings, because its network may not be the recipe’s', () => {
    const look = { ...lookDefaults, sampleSteps: 20 };
    expect(encodeLink({ experiment: standard, look, model: 'https://example.org/a b/?c=d&e#f' })).toBe(
      '#v=1&recipe=article&model=https://example.org/a%20b/%3Fc%3Dd%26e%23f&seed=42&lr=0.001&steps=20',
    );
  });

  test('leaves out the learning rate that a shipped model begins with, and contains any other rate', () => {
    const experiment = experimentOn(recipes.quick, shippedSets.digits);
    const { learningRate } = experiment;
    const written = (rate: number, model: string) =>
      encodeLink({ experiment: { ...experiment, learningRate: rate }, look: lookDefaults, model });
    expect(written(learningRate / 5, 'models/digits')).toBe(
      '#v=1&recipe=quick&model=models/digits&data=digits&seed=42',
    );
    expect(written(learningRate / 4, 'models/digits')).toContain('&lr=');
    for (const rate of [learningRate, learningRate / 5])
      expect(written(rate, 'https://example.org/models/digits')).toContain(`&lr=${rate}`);
  });

  test.each(recipeNames)('a link to %s decodes to what was encoded, without a notice, on any set', (name) => {
    fc.assert(
      fc.property(contentsOf(name), ({ content, own }) => {
        const hash = encodeLink(content, own);
        const read = (link: string) => decodeLink(link, own && [own]);
        expect(read(hash)).toEqual({ ...content, notices: [] });
        // The browser's address bar may escape more characters; the link must still mean the same.
        expect(read(new URL(hash, 'https://example.org/').hash)).toEqual({ ...content, notices: [] });
        expect(read(hash.replaceAll(',', '%2C'))).toEqual({ ...content, notices: [] });
      }),
    );
  });
});

describe('decodeLink', () => {
  test('any text opens an experiment that can run, with a limited number of notices that have words', () => {
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

  test('a link from before there were several recipes still opens the same', () => {
    const old = '#v=1&recipe=article&seed=7&batch=32&lr=0.002&epochs=3&classes=cat,dog&preview=50&gseed=3&gcount=9';
    expect(decodeLink(`${old}&noise=0.25&nseed=4&image=12&backend=cpu`)).toEqual({
      experiment: { ...standard, seed: 7, batchSize: 32, learningRate: 0.002, epochs: 3, classes: [3, 5] },
      look: {
        ...lookDefaults,
        previewEvery: 50,
        generateSeed: 3,
        generateCount: 9,
        restoreNoise: 0.25,
        restoreSeed: 4,
        restoreImage: 12,
      },
      backend: 'cpu',
      notices: [],
    });
  });

  test('Repair has a class of its own; an older link to Repair, with one class for all views, still opens the same', () => {
    const at = (hash: string) => decodeLink(`#v=1&recipe=classes&${hash}`);
    expect(at('view=repair&class=cat').look).toMatchObject({ sampleClass: 'cat', restoreClass: 'cat' });
    expect(at('view=paint&class=cat').look).toMatchObject({ sampleClass: 'cat', restoreClass: 'any' });
    expect(at('view=repair&class=cat&rclass=dog').look).toMatchObject({ sampleClass: 'cat', restoreClass: 'dog' });
    const look = { ...lookDefaults, sampleClass: 'cat' };
    const content = { experiment: recipes.classes.experiment, look, view: 'repair' } as const;
    expect(encodeLink(content)).toBe('#v=1&recipe=classes&view=repair&seed=42&class=cat&rclass=any');
    expect(encodeLink({ ...content, look: { ...look, restoreClass: 'cat' } })).toBe(
      '#v=1&recipe=classes&view=repair&seed=42&class=cat',
    );
    expect(at('rclass=unicorn').notices).toMatchObject([{ code: 'not-a-name', values: { key: 'rclass' } }]);
  });

  test.each(['', '#', '#main', '#restore-panel'])(
    '%j is not a link: it opens as a first visit, which begins with digits',
    (hash) => {
      const experiment = experimentOn(recipes.quick, shippedSets.digits);
      expect(decodeLink(hash)).toEqual({ experiment, look: lookDefaults, view: 'start', notices: [] });
    },
  );

  test('a view is named, unless it is the standard one; an unknown view is refused by name', () => {
    const content = { experiment: standard, look: lookDefaults };
    expect(encodeLink({ ...content, view: 'paint' })).toBe('#v=1&recipe=article&view=paint&seed=42');
    expect(encodeLink({ ...content, view: 'learn' })).toBe('#v=1&recipe=article&seed=42');
    expect(decodeLink('#v=1&view=Repair')).toEqual({ ...content, view: 'repair', notices: [] });
    expect(decodeLink('#view=everything').notices).toMatchObject([{ code: 'not-a-name', values: { key: 'view' } }]);
  });

  test('nonsense in every field gives the defaults, and each field is named', () => {
    for (let from = 0; from < linkKeys.length; from += linkNoticeLimit) {
      const keys = linkKeys.slice(from, from + linkNoticeLimit);
      const { notices, ...content } = decodeLink(`#${keys.map((key) => `${key}=http://x`).join('&')}`);
      expect(content).toEqual({ experiment: standard, look: lookDefaults });
      const named = notices.flatMap(({ values }) => {
        // A long list of keys ends with “…”, perhaps in the middle of a key. Notices further down
        // name the rest.
        if ('keys' in values) return values.keys.split(', ').filter((key) => !key.endsWith('…'));
        return 'key' in values ? [values.key] : [];
      });
      expect([...new Set(named)].sort()).toEqual([...keys].sort());
    }
  });

  test.each([
    ['#seed=-1', { code: 'not-whole-in-range', values: { key: 'seed', value: '-1', min: 0, max: 4294967295 } }],
    ['#batch=1.5', { code: 'not-whole-in-range', values: { key: 'batch', value: '1.5', min: 1, max: 4096 } }],
    ['#batch=4097', { code: 'not-whole-in-range', values: { key: 'batch', value: '4097', min: 1, max: 4096 } }],
    ['#epochs=10001', { code: 'not-whole-in-range', values: { key: 'epochs', value: '10001', min: 1, max: 10_000 } }],
    ['#batch=', { code: 'not-whole-in-range', values: { key: 'batch', value: '', min: 1, max: 4096 } }],
    ['#batch=0x10', { code: 'not-whole-in-range', values: { key: 'batch', value: '0x10', min: 1, max: 4096 } }],
    ['#lr=2', { code: 'not-in-range', values: { key: 'lr', value: '2', min: 1e-6, max: 1 } }],
    ['#lr=Infinity', { code: 'not-in-range', values: { key: 'lr', value: 'Infinity', min: 1e-6, max: 1 } }],
    ['#noise=%E0%A4', { code: 'not-in-range', values: { key: 'noise', value: '\ufffd', min: 0, max: 2 } }],
    ['#backend=gpu', { code: 'not-a-name', values: { key: 'backend', value: 'gpu', allowed: 'webgpu, webgl, cpu' } }],
    ['#recipe=article&flip=1', { code: 'not-of-recipe', values: { key: 'flip', recipe: 'article' } }],
    ['#recipe=article&sampler=plms', expect.objectContaining({ code: 'not-a-name' })],
    ['#model=http://example.org/', expect.objectContaining({ code: 'not-a-model' })],
    ['#colour=red', { code: 'unknown-key', values: { key: 'colour' } }],
    ['#__proto__=1', { code: 'unknown-key', values: { key: '__proto__' } }],
    ['#v=2', { code: 'newer-version', values: { version: '2', known: 1 } }],
  ])('%s falls back to the defaults and says so', (hash, notice) => {
    expect(decodeLink(hash)).toEqual({ experiment: standard, look: lookDefaults, notices: [notice] });
  });

  test('the first value of a repeated key counts', () => {
    const { experiment, notices } = decodeLink('#seed=1&seed=2');
    expect(experiment.seed).toBe(1);
    expect(notices).toEqual([{ code: 'repeated-key', values: { key: 'seed' } }]);
  });

  test('a newer link is read as far as it is understood', () => {
    const { experiment, notices } = decodeLink('#v=2&recipe=article&seed=9&latents=new');
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

  test('a link may name a backend', () => {
    expect(decodeLink('#backend=cpu').backend).toBe('cpu');
    expect('backend' in decodeLink('#seed=1')).toBe(false);
  });

  test('a huge link is read up to the limit, and the field that is cut there is ignored', () => {
    const filler = 'x=1&'.repeat(linkLengthLimit / 4 - 3); // "seed=9&" before and 5 characters of "epochs=77" after
    const { experiment, notices } = decodeLink(`#seed=9&${filler}epochs=77&batch=3${'0'.repeat(1e6)}`);
    expect(experiment).toEqual({ ...standard, seed: 9 });
    expect(notices).toHaveLength(linkNoticeLimit);
    expect(notices[0]).toEqual({ code: 'too-long', values: { limit: linkLengthLimit } });
    expect(notices.at(-1)?.code).toBe('more');
  });
});
