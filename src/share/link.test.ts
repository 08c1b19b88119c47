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
import { link as words } from '../words/link.en.ts';
import { decodeLink, encodeLink, linkLengthLimit } from './link.ts';
import { linkIn, withoutLink } from './link-address.ts';
import { referenceTo } from './link-data-set.ts';
import { linkNoticeLimit } from './link-notice.ts';

const standard = recipes.article.experiment;

const numberFor = (key: ParameterKey) => {
  const { min, max, integer } = parameters[key];
  return integer ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true }).map((value) => value + 0);
};

/** A visitor's set, of which a link says the hash, the number of pictures and the name. */
const ownSet = (name: string, classNames: readonly string[]): DataSetDescription => ({
  id: 'own-0123456789abcdef',
  name,
  side: 16,
  channels: 4,
  classNames,
  mirrors: true,
  licence: '',
  source: '',
  counts: { train: 90, test: 10 },
  hash: `0123456789abcdef${'0'.repeat(48)}`,
});
const ownSets = fc
  .tuple(fc.string({ unit: 'grapheme' }), fc.array(fc.string(), { maxLength: 5 }))
  .map(([name, classNames]) => ownSet(name, classNames));

const anySet: fc.Arbitrary<DataSetDescription | ShippedSet> = fc.oneof(
  fc.constantFrom(...shippedSetNames.map((name) => shippedSets[name])),
  ownSets,
);

/** Any experiment of a recipe on a set that suits it: what it has no use for stays as the recipe has it. */
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
  });

/** What changes nothing of such a run is left at its default. */
function seen(look: LookSettings, { recipe, predictionType }: Experiment, set: DataSetFacts): LookSettings {
  const { evaluateEvery, sampler, sampleSteps, eta, guidance, sampleClass, sampleWeights } = lookDefaults;
  if (recipe === 'article')
    return { ...look, evaluateEvery, sampler, sampleSteps, eta, guidance, sampleClass, sampleWeights };
  const fits = samplersFor(predictionType).includes(look.sampler);
  const isAsked = (recipe === 'classes' || recipe === 'quick') && set.classNames.length > 0;
  return {
    ...look,
    sampler: fits ? look.sampler : sampler,
    eta: look.sampler === 'ddim' && fits ? look.eta : eta,
    sampleClass: isAsked ? look.sampleClass : sampleClass,
    guidance: isAsked && look.sampleClass !== 'any' ? look.guidance : guidance,
  };
}

const models = fc.option(
  fc.oneof(
    // A browser takes `/./` out of what has become a part of the path.
    fc
      .webUrl({ validSchemes: ['https'], withQueryParameters: true })
      .filter((url) => !/[/\\](?:\.|%2e){1,2}(?:[/\\?#]|$)/i.test(url)),
    fc.constantFrom('models/tiny/', '/a.zip'),
  ),
  { nil: undefined },
);

/** What a link carries, and the visitor's sets that must be there to read it. */
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
    else if (key === 'sampleClass')
      expect([
        'any',
        ...shippedSets.cifar10.classNames,
        ...shippedSets.digits.classNames,
        ...shippedSets.emoji.classNames,
      ]).toContain(value);
    else expect(choices[key as keyof typeof choices].options).toContain(value);
  }
}

const plain = (experiment: Experiment, look: Partial<LookSettings> = {}, own?: DataSetDescription) =>
  encodeLink({ experiment, look: { ...lookDefaults, ...look } }, own);

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
        // A browser escapes what it likes: the address bar's form of the same link means the same.
        expect(read(new URL(hash, 'https://example.org/').hash)).toEqual({ ...content, notices: [] });
        expect(read(hash.replaceAll(',', '%2C'))).toEqual({ ...content, notices: [] });
      }),
    );
  });
});

/** What chats, mails and Markdown do to a link. Each of these can only be meant one way. */
const chewings: Readonly<Record<string, (link: string) => string>> = {
  '&amp; for &': (link) => link.replaceAll('&', '&amp;'),
  'twice &amp; for &': (link) => link.replaceAll('&', '&amp;amp;'),
  '&#38; for &': (link) => link.replaceAll('&', '&#38;'),
  'a bracket behind': (link) => `${link})`,
  'a full stop behind': (link) => `${link}.`,
  'a comma behind': (link) => `${link},`,
  'an angle bracket behind': (link) => `${link}>`,
  'an escaped angle bracket behind': (link) => `${link}%3E`,
  'an entity behind': (link) => `${link}&gt;`,
  'Markdown behind': (link) => `${link}**`,
  'a quotation behind': (link) => `${link}”.`,
  'a zero-width space behind': (link) => `${link}\u200b`,
  '%23 for #': (link) => link.replace('#', '%23'),
  '# twice': (link) => `#${link}`,
  '#%23': (link) => link.replace('#', '#%23'),
  '? for #': (link) => link.replace('#', '?'),
  '? for # and &amp;': (link) => link.replace('#', '?').replaceAll('&', '&amp;'),
  'all of it escaped': (link) => `#${encodeURIComponent(link.slice(1))}`,
  'all of it escaped, # too': (link) => encodeURIComponent(link),
  'all of it escaped behind ?': (link) => `?${encodeURIComponent(link.slice(1))}`,
  '&amp; and escaped': (link) => `#${encodeURIComponent(link.slice(1).replaceAll('&', '&amp;'))}`,
  'escaped, in small letters': (link) =>
    `#${encodeURIComponent(link.slice(1)).replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase())}`,
  // Not inside of an address, which may have an escaped & of its own.
  '& escaped': (link) => link.replace(/^(?:(?!&model=).)*/, (head) => head.replaceAll('&', '%26')),
  'the first & escaped': (link) => link.replace('&', '%26'),
  'capital letters': (link) => link.replace(/(?<=[#&])\w+=(?!http|\/|models)/g, (key) => key.toUpperCase()),
  'capital first letters': (link) => link.replace(/(?<=[#&])\w/g, (letter) => letter.toUpperCase()),
  'a mail’s =3D': (link) => link.replace(/=(?!http|\/|models)/g, '=3D'),
};

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
    // A percent sign may divide by a hundred, an unknown key may be a later version's, and an address may end in anything.
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

describe('a data set in a link', () => {
  test('is named where it is not CIFAR-10, with its classes by name', () => {
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

  test('that is a visitor’s own is named by hash, number of pictures and name; its classes by number', () => {
    expect(link).toBe(
      '#v=1&recipe=classes&data=own-0123456789abcdef,100,Cats%20%2526%20dogs%252c%2050%20%2525%20%25282%2529&seed=42&classes=0,2&class=2',
    );
    expect(decodeLink(link, [own])).toEqual({ experiment, look: { ...lookDefaults, sampleClass: '2' }, notices: [] });
  });

  test('and is not here: the link says which it wants, and opens on CIFAR-10', () => {
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
  ])('of %s a notice says what is wrong', (hash, notice) => {
    const { experiment: read, notices } = decodeLink(hash);
    expect(notices).toMatchObject([notice]);
    expect(parseExperiment(read)).toEqual(read);
  });

  test('a model from elsewhere may know classes by numbers alone', () => {
    expect(decodeLink('#model=https://example.org/m/&class=417')).toMatchObject({
      look: { sampleClass: '417' },
      notices: [],
    });
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

  test.each(['', '#', '#main', '#restore-panel'])('%j is no link', (hash) => {
    expect(decodeLink(hash)).toEqual({ experiment: standard, look: lookDefaults, notices: [] });
  });

  test('nonsense in every field: the defaults, and each field named', () => {
    for (let from = 0; from < linkKeys.length; from += linkNoticeLimit) {
      const keys = linkKeys.slice(from, from + linkNoticeLimit);
      const { notices, ...content } = decodeLink(`#${keys.map((key) => `${key}=http://x`).join('&')}`);
      expect(content).toEqual({ experiment: standard, look: lookDefaults });
      const named = notices.flatMap(({ values }) => {
        if ('keys' in values) return values.keys.split(', ');
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
