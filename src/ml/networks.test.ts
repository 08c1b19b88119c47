import { describe, expect, test } from 'vitest';
import { type Experiment, recipeNames, recipes, shippedSets, unetOn } from './config.ts';
import { parseUNet2DConfig } from './models/unet2d/config.ts';
import { describeNetwork, networkFacts, networkShapes, parameterCount } from './networks.ts';

test('every recipe has a network: what it is, what it answers, whether it knows classes, how many numbers it learns', () => {
  const facts = recipeNames.map((name) => [name, networkFacts(describeNetwork(recipes[name].experiment))]);
  const diffusion = { kind: 'diffusion', prediction: 'epsilon', knowsClasses: false };
  expect(Object.fromEntries(facts)).toEqual({
    article: { kind: 'one-pass', parameters: 268_547, prediction: 'sample', knowsClasses: false },
    quick: { ...diffusion, prediction: 'flow', knowsClasses: true, parameters: 358_851 },
    tiny: { ...diffusion, parameters: 358_147 },
    small: { ...diffusion, parameters: 2_504_003 },
    classes: { ...diffusion, parameters: 2_505_411, knowsClasses: true },
    flow: { ...diffusion, parameters: 2_504_003, prediction: 'flow' },
    'ddpm-cifar10': { ...diffusion, parameters: 35_746_307 },
  });
});

test('shapes are PyTorch’s, in its order', () => {
  expect([...networkShapes({ kind: 'article' })].slice(0, 2)).toEqual([
    ['encoder.0.weight', [64, 3, 4, 4]],
    ['encoder.0.bias', [64]],
  ]);
  expect([...networkShapes(describeNetwork(recipes.tiny.experiment))].slice(0, 3)).toEqual([
    ['conv_in.weight', [32, 3, 3, 3]],
    ['conv_in.bias', [32]],
    ['time_embedding.linear_1.weight', [64, 32]],
  ]);
  expect(parameterCount({ kind: 'article' })).toBe(268_547);
});

describe('the scheduler that belongs to an experiment', () => {
  const schedulerOf = (changes: Partial<Experiment>) => {
    const network = describeNetwork({ ...recipes.tiny.experiment, ...changes });
    return network.kind === 'unet2d' ? network.scheduler : null;
  };

  test('has what the experiment chose', () => {
    const chosen = { betaSchedule: 'squaredcos_cap_v2', predictionType: 'v_prediction' } as const;
    expect(schedulerOf(chosen)).toMatchObject({
      _class_name: 'DDPMScheduler',
      beta_schedule: 'squaredcos_cap_v2',
      prediction_type: 'v_prediction',
      rescale_betas_zero_snr: false,
      timestep_spacing: 'leading',
    });
  });

  test('begins a run at pure noise where training knew pure noise, unless the noise is the answer', () => {
    expect(schedulerOf({ zeroTerminalSnr: true, predictionType: 'sample' })).toMatchObject({
      rescale_betas_zero_snr: true,
      timestep_spacing: 'trailing',
    });
    expect(schedulerOf({ zeroTerminalSnr: true })).toMatchObject({ timestep_spacing: 'leading' });
  });

  test('of flow knows no betas', () => {
    const scheduler = schedulerOf({ predictionType: 'flow' });
    expect(scheduler).toMatchObject({ _class_name: 'FlowMatchEulerDiscreteScheduler', shift: 1 });
    expect(scheduler).not.toHaveProperty('beta_start');
  });
});

describe('a network that others trained', () => {
  const scheduler = { _class_name: 'DDPMScheduler', prediction_type: 'epsilon' };
  const of = (changes: object) => ({
    kind: 'unet2d' as const,
    config: parseUNet2DConfig({ ...unetOn(recipes.tiny, shippedSets.cifar10), ...changes }),
    scheduler,
  });

  test('may know ten classes without knowing "no class"', () => {
    expect(networkFacts(of({ num_class_embeds: 10 })).knowsClasses).toBe(true);
  });

  test.each([{ num_class_embeds: 1000 }, { class_embed_type: 'timestep' }, { class_embed_type: 'identity' }])(
    'knows no class of the data set by name where its labels are others: %j',
    (changes) => {
      expect(networkFacts(of(changes)).knowsClasses).toBe(false);
    },
  );
});
