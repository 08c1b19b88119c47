import { describe, expect, test } from 'vitest';
import { type Experiment, recipeNames, recipes, unetOn } from './config.ts';
import { articleNetwork, cifar10 } from './data/cifar10.testing.ts';
import { parseUNet2DConfig } from './models/unet2d/config.ts';
import {
  describeNetwork,
  networkFacts,
  networkShapes,
  parameterCount,
  requirePictures,
} from './network-description.lazy.ts';
import { shapeOf, sized } from './network-description.ts';

test('every recipe has a network of the expected kind, prediction, classes and number of parameters', () => {
  const facts = recipeNames.map((name) => [name, networkFacts(describeNetwork(recipes[name].experiment, cifar10))]);
  const diffusion = { kind: 'diffusion', prediction: 'epsilon', knowsClasses: false };
  expect(Object.fromEntries(facts)).toEqual({
    article: { kind: 'one-pass', parameters: 268_547, prediction: 'sample', knowsClasses: false },
    quick: { ...diffusion, prediction: 'flow', knowsClasses: true, parameters: 358_851 },
    tiny: { ...diffusion, parameters: 358_147 },
    small: { ...diffusion, parameters: 2_504_003 },
    classes: { ...diffusion, parameters: 2_505_411, knowsClasses: true },
    flow: { ...diffusion, parameters: 2_504_003, prediction: 'flow' },
    large: { ...diffusion, prediction: 'flow', knowsClasses: true, parameters: 7_205_507 },
    'ddpm-cifar10': { ...diffusion, parameters: 35_746_307 },
  });
});

test('has PyTorch’s shapes in PyTorch’s order', () => {
  expect([...networkShapes(articleNetwork)].slice(0, 2)).toEqual([
    ['encoder.0.weight', [64, 3, 4, 4]],
    ['encoder.0.bias', [64]],
  ]);
  expect([...networkShapes(describeNetwork(recipes.tiny.experiment, cifar10))].slice(0, 3)).toEqual([
    ['conv_in.weight', [32, 3, 3, 3]],
    ['conv_in.bias', [32]],
    ['time_embedding.linear_1.weight', [64, 32]],
  ]);
  expect(parameterCount(articleNetwork)).toBe(268_547);
});

describe('the scheduler that belongs to an experiment', () => {
  const schedulerOf = (changes: Partial<Experiment>) => {
    const network = describeNetwork({ ...recipes.tiny.experiment, ...changes }, cifar10);
    return network.kind === 'unet2d' ? network.scheduler : null;
  };

  test('has the experiment’s choices', () => {
    const chosen = { betaSchedule: 'squaredcos_cap_v2', predictionType: 'v_prediction' } as const;
    expect(schedulerOf(chosen)).toMatchObject({
      _class_name: 'DDPMScheduler',
      beta_schedule: 'squaredcos_cap_v2',
      prediction_type: 'v_prediction',
      rescale_betas_zero_snr: false,
      timestep_spacing: 'leading',
    });
  });

  test('starts sampling at pure noise if training included pure noise, unless the network predicts the noise', () => {
    expect(schedulerOf({ zeroTerminalSnr: true, predictionType: 'sample' })).toMatchObject({
      rescale_betas_zero_snr: true,
      timestep_spacing: 'trailing',
    });
    expect(schedulerOf({ zeroTerminalSnr: true })).toMatchObject({ timestep_spacing: 'leading' });
  });

  test('has no betas for flow', () => {
    const scheduler = schedulerOf({ predictionType: 'flow' });
    expect(scheduler).toMatchObject({ _class_name: 'FlowMatchEulerDiscreteScheduler', shift: 1 });
    expect(scheduler).not.toHaveProperty('beta_start');
  });
});

describe('a network that others trained', () => {
  const scheduler = { _class_name: 'DDPMScheduler', prediction_type: 'epsilon' };
  const of = (changes: object) => ({
    kind: 'unet2d' as const,
    config: parseUNet2DConfig({ ...unetOn(recipes.tiny, cifar10), ...changes }),
    scheduler,
  });

  test.each([10, 1000])('can be asked for any of its %i classes', (num_class_embeds) => {
    expect(networkFacts(of({ num_class_embeds })).knowsClasses).toBe(true);
  });

  test.each([{ class_embed_type: 'timestep' }, { class_embed_type: 'identity' }])(
    'cannot be asked for a class if its config does not say how many it has seen: %j',
    (changes) => {
      expect(networkFacts(of(changes)).knowsClasses).toBe(false);
    },
  );
});

describe('a network follows the data set', () => {
  const setOf = (side: number, channels: 1 | 3 | 4, classNames: readonly string[] = []) => ({
    ...{ side, channels, classNames },
  });
  const digits = setOf(28, 1, ['one', 'two', 'three']);
  const paintings = setOf(48, 3);

  test.each(['tiny', 'classes'] as const)('%s: side, channels and classes are the set’s', (name) => {
    const { experiment } = recipes[name];
    const ofDigits = describeNetwork(experiment, digits);
    const ofPaintings = describeNetwork(experiment, paintings);
    const classes = name === 'classes' ? 4 : null;
    expect(ofDigits).toMatchObject({
      config: { sample_size: 28, in_channels: 1, out_channels: 1, num_class_embeds: classes },
    });
    expect(ofPaintings).toMatchObject({
      config: { sample_size: 48, in_channels: 3, out_channels: 3, num_class_embeds: null },
    });
    expect([shapeOf(ofDigits), shapeOf(ofPaintings)]).toEqual([
      { side: 28, channels: 1 },
      { side: 48, channels: 3 },
    ]);
    requirePictures(ofDigits);
    requirePictures(ofPaintings);
  });

  test('the article’s network has the set’s number of channels', () => {
    const network = describeNetwork(recipes.article.experiment, digits);
    expect(network).toEqual({ kind: 'article', shape: { side: 28, channels: 1 } });
    expect([...networkShapes(network)].at(0)).toEqual(['encoder.0.weight', [64, 1, 4, 4]]);
    expect([...networkShapes(network)].at(-1)).toEqual(['decoder.2.bias', [1]]);
    expect(() => requirePictures({ kind: 'article', shape: { side: 30, channels: 1 } })).toThrow(
      /multiple-in-range.*"factor":4/,
    );
  });

  test('is refused if its levels do not divide the side', () => {
    expect(() => describeNetwork(recipes['ddpm-cifar10'].experiment, digits)).toThrow('sample_size');
  });

  test('a network without a size takes the set’s, or the nearest that its levels divide', () => {
    const network = describeNetwork(recipes['ddpm-cifar10'].experiment, cifar10);
    if (network.kind !== 'unet2d') throw new Error('a recipe with a U-Net');
    const sizeless = { ...network, config: { ...network.config, sample_size: null } };
    const sizeFor = (side: number) => shapeOf(sized(sizeless, { side, channels: 3 })).side;
    expect([8, 28, 30, 48, 122, 128].map(sizeFor)).toEqual([8, 32, 32, 48, 120, 128]);
    expect(shapeOf(sized(network, paintings))).toEqual({ side: 32, channels: 3 });
  });
});
