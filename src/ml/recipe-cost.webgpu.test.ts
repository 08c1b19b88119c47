import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Device, openDevice } from './backends/open-device.ts';
import { recipes, shippedSets } from './config.ts';
import { describeNetwork } from './network-description.lazy.ts';
import { costOf, stepBytesOf } from './recipe-cost.ts';
import { experimentOn } from './recipe-on-set.ts';
import { stepMemory } from './training/warm-up.ts';

let device: Device;
beforeAll(async () => {
  device = await openDevice('webgpu');
});
afterAll(() => device.dispose());

// In a dry run, which allocates nothing.
test.each([
  ['article', 'cifar10', 64],
  ['article', 'digits', 4],
  ['quick', 'digits', 16],
  ['quick', 'emoji', 64],
  ['small', 'cifar10', 64],
  ['classes', 'digits', 4],
  ['ddpm-cifar10', 'cifar10', 64],
] as const)('the memory of a step of %s on %s in batches of %i is said to a tenth', async (name, set, batchSize) => {
  const recipe = recipes[name];
  const facts = shippedSets[set];
  const experiment = { ...experimentOn(recipe, facts), batchSize };
  const measured = (await stepMemory(describeNetwork(experiment, facts), experiment)) ?? Number.NaN;
  const said = stepBytesOf(recipe, costOf(recipe, facts), batchSize);
  console.log(
    `${name} ${set} ${batchSize}: said ${(said / 1e6).toFixed(0)} MB, measured ${(measured / 1e6).toFixed(0)} MB`,
  );
  expect(said / measured).toBeGreaterThan(0.9);
  expect(said / measured).toBeLessThan(1.1);
});
