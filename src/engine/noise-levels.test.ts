import { expect, test } from 'vitest';
import { experimentOn, recipes, shippedSets } from '../ml/config.ts';
import { describeNetwork } from '../ml/network-description.lazy.ts';
import { noiseLevels } from './noise-levels.ts';

const of = (recipe: 'tiny' | 'flow' | 'article') => {
  const experiment = experimentOn(recipes[recipe], shippedSets.cifar10);
  return [describeNetwork(experiment, shippedSets.cifar10), experiment] as const;
};

test('a schedule’s levels are diffusers’ alphas_cumprod, timestep by timestep', () => {
  const levels = noiseLevels(...of('tiny'), {
    betaSchedule: 'linear',
    betaStart: 0.0001,
    betaEnd: 0.02,
    zeroTerminalSnr: false,
  });
  expect(levels?.timesteps).toHaveLength(1000);
  const barAt = (timestep: number) => (levels?.alphas[timestep] ?? 0) ** 2;
  // DDPMScheduler().alphas_cumprod[[0, 499, 999]]
  expect(barAt(0)).toBeCloseTo(0.9999, 6);
  expect(barAt(499)).toBeCloseTo(0.0787, 3);
  expect(barAt(999)).toBeCloseTo(4.0358e-5, 7);
  expect(levels?.isFlow).toBe(false);
  expect(levels?.density.every((value) => value === 1)).toBe(true);
});

test('a flow mixes linearly, and training draws its middle most often', () => {
  const levels = noiseLevels(...of('flow'), null);
  if (!levels) throw new Error('a U-Net has levels');
  expect(levels.isFlow).toBe(true);
  for (const i of [0, 300, 999]) expect((levels.alphas[i] ?? 0) + (levels.sigmas[i] ?? 0)).toBeCloseTo(1, 6);
  const { density } = levels;
  expect(density.reduce((sum, value) => sum + value, 0) / density.length).toBeCloseTo(1, 2);
  expect(density[500]).toBeGreaterThan(density[50] ?? 9);
});

test('gives null for the article’s network, and refuses an invalid range', () => {
  expect(noiseLevels(...of('article'), null)).toBeNull();
  const choice = { betaSchedule: 'linear', betaStart: 0, betaEnd: 2, zeroTerminalSnr: false } as const;
  expect(() => noiseLevels(...of('tiny'), choice)).toThrow(/scheduler-config|beta_start/);
});
