import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betaSchedules } from '../config.ts';
import { alphasCumprod, betasOf, type NoiseScheduleConfig } from './schedule.ts';

const linear: NoiseScheduleConfig = {
  num_train_timesteps: 1000,
  beta_start: 0.0001,
  beta_end: 0.02,
  beta_schedule: 'linear',
};

const anySchedule = fc.record({
  num_train_timesteps: fc.integer({ min: 2, max: 1000 }),
  beta_start: fc.double({ min: 1e-4, max: 1e-3, noNaN: true }),
  beta_end: fc.double({ min: 0.01, max: 0.1, noNaN: true }),
  beta_schedule: fc.constantFrom(...betaSchedules),
  rescale_betas_zero_snr: fc.boolean(),
});

test('the signal falls from timestep to timestep and stays between 0 and 1', () => {
  fc.assert(
    fc.property(anySchedule, (config) => {
      const alphas = alphasCumprod(config);
      expect(alphas).toHaveLength(config.num_train_timesteps);
      expect(alphas.every((alpha, t) => alpha >= 0 && alpha < (alphas[t - 1] ?? 1))).toBe(true);
    }),
  );
});

test('the linear schedule ends at its betas', () => {
  const betas = betasOf(linear);
  expect(betas[0]).toBe(Math.fround(0.0001));
  expect(betas.at(-1)).toBe(Math.fround(0.02));
});

test('rescaling leaves no signal at the last timestep, and does not change the first', () => {
  const rescaled = alphasCumprod({ ...linear, rescale_betas_zero_snr: true });
  expect(rescaled.at(-1)).toBe(0);
  expect(rescaled[0]).toBeCloseTo(alphasCumprod(linear)[0] ?? 0, 6);
});

test('trained betas replace the named schedule', () => {
  expect([...alphasCumprod({ ...linear, num_train_timesteps: 2, trained_betas: [0.5, 0.5] })]).toEqual([0.5, 0.25]);
});
