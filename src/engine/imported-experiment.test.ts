import { describe, expect, it } from 'vitest';
import { type Experiment, experimentOn, recipeNames, recipes, shippedSets } from '../ml/config.ts';
import { cifar10 } from '../ml/data/cifar10.testing.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { parseUNet2DConfig } from '../ml/models/unet2d/config.ts';
import { describeNetwork } from '../ml/network-description.lazy.ts';
import { experimentFor, fineTuningFor, requireClasses, trainedExperiment } from './imported-experiment.ts';

const article = recipes.article.experiment;

function unetOf(experiment: Experiment, unet: Readonly<Record<string, unknown>> = {}) {
  const described = describeNetwork(experiment, cifar10);
  if (described.kind !== 'unet2d') throw new Error('a recipe with a U-Net');
  return { ...described, config: parseUNet2DConfig({ ...described.config, ...unet }) };
}

describe('a network without its training state', () => {
  it.each(recipeNames)('that %s trains goes on in that recipe', (name) => {
    const { experiment } = recipes[name];
    const other = recipes[name === 'article' ? 'tiny' : 'article'].experiment;
    expect(experimentFor(describeNetwork(experiment, cifar10), other, cifar10)).toEqual(experiment);
    const current = { ...experiment, batchSize: 7, seed: 3 };
    expect(experimentFor(describeNetwork(experiment, cifar10), current, cifar10)).toEqual(current);
  });

  it('is recognized at any sample size', () => {
    const network = unetOf(recipes.tiny.experiment, { sample_size: null, act_fn: 'swish' });
    expect(experimentFor(network, article, cifar10).recipe).toBe('tiny');
  });

  it('that no recipe has goes on in the recipe with the most similar network', () => {
    const stranger = { block_out_channels: [32, 64, 64] };
    const recipeOf = (experiment: Experiment, unet = {}) =>
      experimentFor(unetOf(experiment, { ...stranger, ...unet }), article, cifar10).recipe;
    expect(recipeOf(recipes.small.experiment)).toBe('small');
    expect(recipeOf(recipes.small.experiment, { block_out_channels: [8, 8, 8] })).toBe('tiny');
    expect(recipeOf(recipes.small.experiment, { block_out_channels: [256, 256, 256] })).toBe('ddpm-cifar10');
    expect(recipeOf(recipes.small.experiment, { num_class_embeds: 10 })).toBe('classes');
    expect(recipeOf(recipes.flow.experiment)).toBe('flow');
    expect(recipeOf(recipes.flow.experiment, { num_class_embeds: 11 })).toBe('flow');
  });

  it.each(recipeNames)('of other pictures goes on in %s, on the current set', (name) => {
    const side = name === 'ddpm-cifar10' ? 64 : 28;
    const grey = { ...shippedSets.digits, side, channels: 1, classNames: ['a', 'b', 'c'] } as const;
    const network = describeNetwork(experimentOn(recipes[name], grey), grey);
    const { experiment } = recipes[name];
    expect(experimentFor(network, article, cifar10)).toEqual(experiment);
  });

  it('goes on in a recipe that suits the set', () => {
    const { digits } = shippedSets;
    const big = describeNetwork(recipes['ddpm-cifar10'].experiment, cifar10);
    expect(experimentFor(big, article, digits)).toEqual(experimentOn(recipes.small, digits));
    const plain = { ...digits, classNames: [] };
    const classes = describeNetwork(recipes.classes.experiment, cifar10);
    expect(experimentFor(classes, article, plain).recipe).toBe('small');
    const quick = describeNetwork(experimentOn(recipes.quick, plain), plain);
    expect(experimentFor(quick, article, plain).recipe).toBe('quick');
  });

  it('determines the noise it is trained on', () => {
    const noise = { predictionType: 'v_prediction', betaSchedule: 'scaled_linear', zeroTerminalSnr: true } as const;
    const network = unetOf({ ...recipes.tiny.experiment, ...noise });
    expect(experimentFor(network, article, cifar10)).toEqual({ ...recipes.tiny.experiment, ...noise });
    expect(experimentFor(network, recipes.tiny.experiment, cifar10)).toMatchObject(noise);
  });
});

describe('a network without its training state, on another set', () => {
  const { digits } = shippedSets;

  it('goes on in its recipe with the current set, whatever pictures it was made for', () => {
    const ofDigits = describeNetwork(recipes.tiny.experiment, digits);
    expect(experimentFor(ofDigits, article, digits)).toEqual(experimentOn(recipes.tiny, digits));
    expect(experimentFor(ofDigits, article, cifar10)).toEqual(recipes.tiny.experiment);
    expect(experimentFor(unetOf(recipes.tiny.experiment), recipes.tiny.experiment, digits)).toMatchObject({
      ...{ recipe: 'tiny', data: 'digits', horizontalFlip: false },
    });
  });
});

describe('a network with its training state', () => {
  it('keeps its experiment', () => {
    const experiment = { ...recipes.tiny.experiment, seed: 9, classes: [1, 2] };
    expect(trainedExperiment(describeNetwork(experiment, cifar10), experiment)).toEqual(experiment);
  });

  it('is refused with a recipe that cannot train it', () => {
    const refused = () => trainedExperiment(unetOf(recipes.tiny.experiment), article);
    expect(refused).toThrow(PlaygroundError);
    expect(refused).toThrow(/recipe-unfit.*article/);
  });
});

describe('a network that has been trained', () => {
  const { digits } = shippedSets;
  const network = describeNetwork(experimentOn(recipes.quick, digits), digits);

  it('goes on with Muon if it is the recipe’s own network, and with AdamW if it is not', () => {
    if (network.kind !== 'unet2d') throw new Error('quick has a U-Net');
    const wider = { ...network, config: { ...network.config, block_out_channels: [32, 32, 64] } };
    const onDigits = experimentOn(recipes.quick, digits);
    for (const current of [article, onDigits]) {
      expect(experimentFor(network, current, digits)).toMatchObject({ recipe: 'quick', optimizer: 'muon' });
      expect(experimentFor(wider, current, digits)).toMatchObject({ recipe: 'quick', optimizer: 'adamw' });
    }
    const chosen = { ...onDigits, optimizer: 'adamw' } as const;
    expect(experimentFor(network, chosen, digits).optimizer).toBe('adamw');
  });

  const rateOf = (current: Experiment) => fineTuningFor(network, current, digits).learningRate;

  it('goes on at a lower rate, unless somebody has chosen one', () => {
    const onDigits = experimentOn(recipes.quick, digits);
    expect(rateOf(article)).toBeCloseTo(4e-4, 10);
    expect(rateOf(onDigits)).toBeCloseTo(4e-4, 10);
    expect(rateOf({ ...onDigits, learningRate: 1e-3 })).toBe(1e-3);
    // The recipe's own, too, if it was chosen for this network.
    const { learningRate } = onDigits;
    expect(fineTuningFor(network, onDigits, digits, learningRate).learningRate).toBe(learningRate);
  });

  it('keeps the current batch size, also on another set', () => {
    const current = { ...experimentOn(recipes.quick, cifar10), batchSize: 4 };
    expect(fineTuningFor(network, current, digits)).toMatchObject({ data: 'digits', batchSize: 4 });
    expect(fineTuningFor(network, { ...article, batchSize: 4 }, digits).batchSize).toBe(64);
  });

  it('accepts sets with at most as many classes as it has learned', () => {
    if (network.kind !== 'unet2d') throw new Error('quick has a U-Net');
    const known = { ...network, noClass: 10 };
    const set = (classes: number) => ({ classNames: Array.from({ length: classes }, (_, i) => `class ${i}`) });
    for (const classes of [0, 2, 10]) expect(() => requireClasses(known, set(classes))).not.toThrow();
    expect(() => requireClasses(known, set(11))).toThrow(
      expect.objectContaining({ code: 'model-classes', values: { classes: 10, set: 11 } }),
    );
    expect(() => requireClasses(network, set(11))).not.toThrow();
  });
});
