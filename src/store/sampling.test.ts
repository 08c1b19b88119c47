import { expect, it } from 'vitest';
import { lookDefaults, shippedSets } from '../ml/config.ts';
import { samplingFor } from './sampling.ts';

const network = {
  kind: 'diffusion',
  parameters: 1000,
  prediction: 'epsilon',
  knowsClasses: true,
  classes: 10,
  needsClass: false,
  shape: { side: 32, channels: 3 },
  hasEma: true,
} as const;
const look = { ...lookDefaults, sampleClass: 'cat', eta: 0.5, guidance: 3 } as const;

it('follows the look settings', () => {
  expect(samplingFor(look, network, shippedSets.cifar10)).toEqual({
    sampler: 'ddim',
    steps: 50,
    eta: 0.5,
    guidance: 3,
    classIndex: 3,
    weights: 'ema',
  });
});

it('falls back to the first sampler that fits the network’s prediction type', () => {
  expect(samplingFor(look, { ...network, prediction: 'flow' }, shippedSets.cifar10)).toMatchObject({
    sampler: 'flow-match-euler',
    eta: 0,
  });
  const flow = { ...look, sampler: 'flow-match-euler' } as const;
  expect(samplingFor(flow, network, shippedSets.cifar10).sampler).toBe('ddim');
  expect(samplingFor(flow, { ...network, prediction: 'v_prediction' }, shippedSets.cifar10).sampler).toBe('ddim');
});

it('uses a class, guidance, averaged weights and noise only where they exist', () => {
  expect(samplingFor(look, { ...network, knowsClasses: false, classes: null }, shippedSets.cifar10)).toMatchObject({
    classIndex: null,
    guidance: 1,
  });
  expect(samplingFor({ ...look, sampleClass: 'any' }, network, shippedSets.cifar10)).toMatchObject({
    classIndex: null,
    guidance: 1,
  });
  expect(samplingFor(look, { ...network, hasEma: false }, shippedSets.cifar10).weights).toBe('raw');
  expect(samplingFor({ ...look, sampler: 'dpm' }, network, shippedSets.cifar10).eta).toBe(0);
});
