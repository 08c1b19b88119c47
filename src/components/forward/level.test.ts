import { expect, it } from 'vitest';
import { levelAt } from './level.ts';

const density = new Float32Array(2);

it('names the share of noise in a flow, at the slider’s whole timestep', () => {
  const levels = {
    isFlow: true,
    timesteps: Float32Array.of(350.5, 351.5),
    alphas: Float32Array.of(0.75, 0.5),
    sigmas: Float32Array.of(0.25, 0.5),
    density,
  };
  expect(levelAt(levels, 0)).toEqual({ timestep: 350, symbol: 's', value: 0.25 });
});

it('names the share of the picture’s variance in a noise schedule', () => {
  const levels = {
    isFlow: false,
    timesteps: Float32Array.of(0, 1),
    alphas: Float32Array.of(1, 0.5),
    sigmas: Float32Array.of(0, 0.75),
    density,
  };
  expect(levelAt(levels, 1)).toEqual({ timestep: 1, symbol: 'ᾱ', value: 0.25 });
});
