import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  choices,
  classParameters,
  type DataSetDescription,
  type DataSetFacts,
  type Experiment,
  experimentOn,
  isAllowed,
  type LookSettings,
  lookDefaults,
  type ParameterKey,
  parameters,
  type RecipeName,
  recipeNames,
  recipes,
  type ShippedSet,
  samplersFor,
  shippedSetNames,
  shippedSets,
  suits,
  switches,
} from '../ml/config.ts';
import { parseExperiment } from '../ml/experiment.ts';
import { parseLanes } from '../ml/race-lanes.ts';
import { link as words } from '../words/en/link.ts';
import { chewings, ownSet, plain } from './link.fixture.ts';
import { decodeLink, encodeLink, linkLengthLimit } from './link.ts';
import { linkIn, withoutLink } from './link-address.ts';
import { referenceTo } from './link-data-set.ts';
import { linkNoticeLimit } from './link-notice.ts';

const standard = recipes.article.experiment;

const numberFor = (key: ParameterKey) => {
  const { min, max, integer } = parameters[key];
  return integer ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true }).map((value) => value + 0);
};

const ownSets = fc
  .tuple(fc.string({ unit: 'grapheme' }), fc.array(fc.string(), { maxLength: 5 }))
  .map(([name, classNames]) => ownSet(name, classNames));

const anySet: fc.Arbitrary<DataSetDescription | ShippedSet> = fc.oneof(
  fc.constantFrom(...shippedSetNames.map((name) => shippedSets[name])),
  ownSets,
);

/**
 * Any experiment of a recipe on a set that suits it; options that the recipe does not use keep its
 * values.
 */
function experimentsOn(name: RecipeName, set: DataSetDescription | ShippedSet): fc.Arbitrary<Experiment> {
  const { options } = recipes[name];
  const experiment = experimentOn(recipes[name], set);
  const optional = <Key extends keyof Experiment>(key: Key, values: fc.Arbitrary<Experiment[Key]>) =>
    options.includes(key) ? values : fc.constant(experiment[key]);
  return fc.record({
    recipe: fc.constant(name),
    data: fc.constant(experiment.data),
    seed: numberFor('seed'),
    batchSize: numberFor('batchSize'),
    learningRate: numberFor('learningRate'),
    epochs: numberFor('epochs'),
    classes: fc.subarray([...experiment.classes], { minLength: 1 }),
    horizontalFlip: optional('horizontalFlip', fc.boolean()),
    noiseDraws: optional('noiseDraws', numberFor('noiseDraws')),
    optimizer: optional('optimizer', fc.constantFrom(...choices.optimizer.options)),
    minSnrGamma: optional('minSnrGamma', numberFor('minSnrGamma')),
    betaSchedule: optional('betaSchedule', fc.constantFrom(...choices.betaSchedule.options)),
    zeroTerminalSnr: optional('zeroTerminalSnr', fc.boolean()),
    predictionType: optional('predictionType', fc.constantFrom(...choices.predictionType.options)),
    precision: optional('precision', fc.constantFrom(...choices.precision.options)),
  });
}

const classesOf = (set: DataSetDescription | ShippedSet): readonly string[] =>
  'folder' in set ? set.classNames : set.classNames.map((_, index) => String(index));

const looksOn = (classNames: readonly string[]): fc.Arbitrary<LookSettings> =>
  fc.record({
    paintTool: fc.constantFrom(...choices.paintTool.options),
    walkSeed: numberFor('walkSeed'),
    walkClass: fc.constantFrom('any', ...classNames),
    walkCount: numberFor('walkCount'),
    raceLanes: fc.constantFrom('', 'run.ddim.50.ema,run.dpm.10.raw', 'digits.flow-match-euler.5.ema,run.heun.1.ema'),
    previewEvery: numberFor('previewEvery'),
    evaluateEvery: numberFor('evaluateEvery'),
    generateSeed: numberFor('generateSeed'),
    generateCount: numberFor('generateCount'),
    sampler: fc.constantFrom(...choices.sampler.options),
    sampleSteps: numberFor('sampleSteps'),
    eta: numberFor('eta'),
    guidance: numberFor('guidance'),
    sampleClass: fc.constantFrom('any', ...classNames),
    sampleWeights: fc.constantFrom(...choices.sampleWeights.options),
    restoreNoise: numberFor('restoreNoise'),
    restoreSeed: numberFor('restoreSeed'),
    restoreImage: numberFor('restoreImage'),
    restoreDamage: fc.constantFrom(...choices.restoreDamage.options),
    restoreMethod: fc.constantFrom(...choices.restoreMethod.options),
    restoreSize: fc.constantFrom(...choices.restoreSize.options),
    restoreScratches: numberFor('restoreScratches'),
    restorePixelation: numberFor('restorePixelation'),
    restoreDownscaling: numberFor('restoreDownscaling'),
    restoreStrength: numberFor('restoreStrength'),
  });

/** Settings that do not affect such a run have their defaults. */
function seen(look: LookSettings, { recipe, predictionType }: Experiment, set: DataSetFacts): LookSettings {
  const { evaluateEvery, sampler, sampleSteps, eta, guidance, sampleClass, sampleWeights } = lookDefaults;
  const { paintTool, walkSeed, walkClass, walkCount, raceLanes } = lookDefaults;
  const { restoreMethod, restoreStrength, restoreScratches, restorePixelation, restoreDownscaling } = lookDefaults;
  const standardWalk = { walkSeed, walkClass, walkCount };
  const ofDamage = {
    ...(look.restoreDamage !== 'scratches' && { restoreScratches }),
    ...(look.restoreDamage !== 'pixelation' && { restorePixelation }),
    ...(look.restoreDamage !== 'downscaling' && { restoreDownscaling }),
  };
  if (recipe === 'article') {
    const ofDiffusion = {
      evaluateEvery,
      sampler,
      sampleSteps,
      eta,
      guidance,
      sampleClass,
      sampleWeights,
      paintTool,
      raceLanes,
      restoreMethod,
      restoreStrength,
    };
    return { ...look, ...ofDiffusion, ...ofDamage, ...standardWalk };
  }
  const fits = samplersFor(predictionType).includes(look.sampler);
  const isAsked = (recipe === 'classes' || recipe === 'quick') && set.classNames.length > 0;
  const namesClass = isAsked && look.sampleClass !== 'any';
  return {
    ...look,
    ...ofDamage,
    ...(look.restoreMethod !== 'sdedit' && { restoreStrength }),
    ...(look.paintTool !== 'race' && { raceLanes }),
    ...(look.paintTool === 'walk' ? !namesClass && { walkClass } : standardWalk),
    sampler: fits ? look.sampler : sampler,
    eta: look.sampler === 'ddim' && fits ? look.eta : eta,
    sampleClass: isAsked ? look.sampleClass : sampleClass,
    guidance: namesClass ? look.guidance : guidance,
  };
}

const models = fc.option(
  fc.oneof(
    // A browser removes `/./` from text that has become part of the path.
    fc
      .webUrl({ validSchemes: ['https'], withQueryParameters: true })
      .filter((url) => !/[/\\](?:\.|%2e){1,2}(?:[/\\?#]|$)/i.test(url)),
    fc.constantFrom('models/tiny/', '/a.zip'),
  ),
  { nil: undefined },
);

/** The content of a link, and the visitor's sets that are needed to read it. */
function contentsOf(name: RecipeName) {
  const sets = anySet.filter((set) => suits(recipes[name], set));
  return sets.chain((set) =>
    fc.tuple(experimentsOn(name, set), looksOn(classesOf(set)), models).map(([experiment, anyLook, model]) => {
      const look = model === undefined ? seen(anyLook, experiment, set) : anyLook;
      const own = 'folder' in set ? undefined : set;
      return { content: { experiment, look, ...(model !== undefined && { model }) }, own };
    }),
  );
}

/** Strings that look like links more often than not. */
const settings = { ...parameters, ...switches, ...choices, ...classParameters };
const linkKeys = [
  'v',
  'recipe',
  'data',
  'classes',
  'backend',
  'model',
  ...Object.values(settings).map((p) => p.linkKey),
];
const nonsense = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', '%', '%zz', '%ff%fe', '__proto__', 'NaN', 'Infinity', '0x10', '1e999', '-0', '1.5', '-1', 'cat,'),
);
const linkLike = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...linkKeys), nonsense), nonsense), { maxLength: 30 })
  .map((fields) => `#${fields.map(([key, value]) => `${key}=${value}`).join('&')}`);

function expectRunnable(experiment: Experiment, look: LookSettings) {
  expect(parseExperiment(experiment)).toEqual(experiment);
  for (const [key, value] of Object.entries(look)) {
    if (typeof value === 'number') expect(isAllowed(key as ParameterKey, value)).toBe(true);
    else if (key === 'raceLanes') expect(value === '' || parseLanes(value) !== null).toBe(true);
    else if (key === 'sampleClass' || key === 'walkClass')
      expect([
        'any',
        ...shippedSets.cifar10.classNames,
        ...shippedSets.digits.classNames,
        ...shippedSets.emoji.classNames,
      ]).toContain(value);
    else expect(choices[key as keyof typeof choices].options).toContain(value);
  }
}

describe('encodeLink', () => {
  test('says only what differs', () => {
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

  test('says only what the recipe has a use for', () => {
    expect(plain({ ...standard, horizontalFlip: true, minSnrGamma: 5 }, { sampler: 'dpm', eta: 1 })).toBe(
      '#v=1&recipe=article&seed=42',
    );
    const guided = { sampleClass: 'cat', guidance: 4 } as const;
    expect(plain(recipes.tiny.experiment, guided)).toBe('#v=1&recipe=tiny&seed=42');
    expect(plain(recipes.classes.experiment, guided)).toBe('#v=1&recipe=classes&seed=42&guidance=4&class=cat');
    expect(plain(recipes.flow.experiment, { sampler: 'heun', eta: 1 })).toBe('#v=1&recipe=flow&seed=42');
  });

  test('says which repair is on show, in words, and refuses what is none', () => {
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

  test('names a model readably, with all settings: it may be another network than the recipe’s', () => {
    const look = { ...lookDefaults, sampleSteps: 20 };
    expect(encodeLink({ experiment: standard, look, model: 'https://example.org/a b/?c=d&e#f' })).toBe(
      '#v=1&recipe=article&model=https://example.org/a%20b/%3Fc%3Dd%26e%23f&seed=42&steps=20',
    );
  });

  test.each(recipeNames)('%s comes back as it went, without a notice, on any set', (name) => {
    fc.assert(
      fc.property(contentsOf(name), ({ content, own }) => {
        const hash = encodeLink(content, own);
        const read = (link: string) => decodeLink(link, own && [own]);
        expect(read(hash)).toEqual({ ...content, notices: [] });
        // The browser's address bar may escape other characters: the link must mean the same.
        expect(read(new URL(hash, 'https://example.org/').hash)).toEqual({ ...content, notices: [] });
        expect(read(hash.replaceAll(',', '%2C'))).toEqual({ ...content, notices: [] });
      }),
    );
  });
});

describe('what a chat has done to a link', () => {
  test.each(Object.entries(chewings))('%s: it opens as it was', (_, chew) => {
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

  test('a name in capital letters is the name', () => {
    const { experiment, look, notices } = decodeLink('#V=1&RECIPE=CLASSES&CLASSES=CAT,DOG&CLASS=DOG&LR=1E-3');
    expect(experiment).toMatchObject({ recipe: 'classes', classes: [3, 5], learningRate: 0.001 });
    expect([look.sampleClass, notices]).toEqual(['dog', []]);
  });

  test.each([
    ['#Seed=1&seed=2', 2],
    ['#amp;seed=1&seed=2', 2],
  ])('a key that is spelled right counts before one that is mended: %s', (hash, seed) => {
    expect(decodeLink(hash).experiment.seed).toBe(seed);
  });

  test('what may be meant otherwise is left alone', () => {
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
  ])('of %s the link is %j', (address, link) => {
    expect(linkIn(address)).toBe(link);
  });

  test('a link that lost its recipe says so first', () => {
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

  test('a link from before there was more than one recipe opens as ever', () => {
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

  test.each(['', '#', '#main', '#restore-panel'])('%j is no link: a first visit, which begins with digits', (hash) => {
    const experiment = experimentOn(recipes.quick, shippedSets.digits);
    expect(decodeLink(hash)).toEqual({ experiment, look: lookDefaults, view: 'start', notices: [] });
  });

  test('a view is named, left out where it is the standard one, and refused by name where there is none', () => {
    const content = { experiment: standard, look: lookDefaults };
    expect(encodeLink({ ...content, view: 'paint' })).toBe('#v=1&recipe=article&view=paint&seed=42');
    expect(encodeLink({ ...content, view: 'learn' })).toBe('#v=1&recipe=article&seed=42');
    expect(decodeLink('#v=1&view=Repair')).toEqual({ ...content, view: 'repair', notices: [] });
    expect(decodeLink('#view=everything').notices).toMatchObject([{ code: 'not-a-name', values: { key: 'view' } }]);
  });

  test('nonsense in every field: the defaults, and each field named', () => {
    for (let from = 0; from < linkKeys.length; from += linkNoticeLimit) {
      const keys = linkKeys.slice(from, from + linkNoticeLimit);
      const { notices, ...content } = decodeLink(`#${keys.map((key) => `${key}=http://x`).join('&')}`);
      expect(content).toEqual({ experiment: standard, look: lookDefaults });
      const named = notices.flatMap(({ values }) => {
        if ('keys' in values) return values.keys.split(', ').filter((key) => !key.endsWith('…')); // a long list ends with this, perhaps in the middle of a key; the rest is named below
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
  ])('%s falls back and says so', (hash, notice) => {
    expect(decodeLink(hash)).toEqual({ experiment: standard, look: lookDefaults, notices: [notice] });
  });

  test('of a repeated key the first value counts', () => {
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
