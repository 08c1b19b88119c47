/** Arbitrary contents of links, for property tests. */
import fc from 'fast-check';
import { expect } from 'vitest';
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
import { ownSet } from './link.fixture.ts';

export const standard = recipes.article.experiment;

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
    loss: optional('loss', fc.constantFrom(...choices.loss.options)),
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
    restoreClass: fc.constantFrom('any', ...classNames),
    restoreDamage: fc.constantFrom(...choices.restoreDamage.options),
    restoreMethod: fc.constantFrom(...choices.restoreMethod.options),
    restoreSize: fc.constantFrom(...choices.restoreSize.options),
    restoreScratches: numberFor('restoreScratches'),
    restorePixelation: numberFor('restorePixelation'),
    restoreDownscaling: numberFor('restoreDownscaling'),
    restoreStrength: numberFor('restoreStrength'),
  });

/**
 * Returns `look` as a link gives it back: settings that do not affect such a run have their
 * defaults.
 */
function seen(look: LookSettings, { recipe, predictionType }: Experiment, set: DataSetFacts): LookSettings {
  const { evaluateEvery, sampler, sampleSteps, eta, guidance, sampleClass, sampleWeights } = lookDefaults;
  const { paintTool, walkSeed, walkClass, walkCount, raceLanes } = lookDefaults;
  const { restoreClass, restoreMethod, restoreStrength, restoreScratches, restorePixelation, restoreDownscaling } =
    lookDefaults;
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
      restoreClass,
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
    restoreClass: isAsked ? look.restoreClass : restoreClass,
    guidance: namesClass || (isAsked && look.restoreClass !== 'any') ? look.guidance : guidance,
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

/**
 * A link leaves out the standard view; a link to Repair without a class of its own takes the class
 * for all views.
 */
const views = fc.constantFrom(undefined, 'paint' as const, 'repair' as const);

/** The content of a link, and the visitor's sets that are needed to read it. */
export function contentsOf(name: RecipeName) {
  const sets = anySet.filter((set) => suits(recipes[name], set));
  return sets.chain((set) =>
    fc
      .tuple(experimentsOn(name, set), looksOn(classesOf(set)), models, views)
      .map(([experiment, anyLook, model, view]) => {
        const look = model === undefined ? seen(anyLook, experiment, set) : anyLook;
        const own = 'folder' in set ? undefined : set;
        return { content: { experiment, look, ...(model !== undefined && { model }), ...(view && { view }) }, own };
      }),
  );
}

const settings = { ...parameters, ...switches, ...choices, ...classParameters };
export const linkKeys = [
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
/** Strings that look like links more often than not. */
export const linkLike = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...linkKeys), nonsense), nonsense), { maxLength: 30 })
  .map((fields) => `#${fields.map(([key, value]) => `${key}=${value}`).join('&')}`);

export function expectRunnable(experiment: Experiment, look: LookSettings) {
  expect(parseExperiment(experiment)).toEqual(experiment);
  for (const [key, value] of Object.entries(look)) {
    if (typeof value === 'number') expect(isAllowed(key as ParameterKey, value)).toBe(true);
    else if (key === 'raceLanes') expect(value === '' || parseLanes(value) !== null).toBe(true);
    else if (key === 'sampleClass' || key === 'walkClass' || key === 'restoreClass')
      expect([
        'any',
        ...shippedSets.cifar10.classNames,
        ...shippedSets.digits.classNames,
        ...shippedSets.emoji.classNames,
      ]).toContain(value);
    else expect(choices[key as keyof typeof choices].options).toContain(value);
  }
}
