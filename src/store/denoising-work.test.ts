import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lookDefaults } from '../ml/config.ts';
import type { NetworkReport } from '../workers/protocol.ts';
import { answersPerPicture, isSlow, paceOfTraining, secondsFor, workOf } from './denoising-work.ts';
import { fewerOfBoth, fewerSteps, quickRepair, withChanges } from './quick-version.ts';
import { started } from './scripted-page.ts';
import type { BoardCall } from './types/paint.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const network: NetworkReport = {
  ...{ kind: 'diffusion', parameters: 1, prediction: 'epsilon', knowsClasses: true, classes: 10, needsClass: false },
  ...{ shape: { side: 32, channels: 3 }, hasEma: true },
};
const set = null;
const classed = { ...lookDefaults, sampleClass: '3', generateCount: 4 };
const inSteps = (sampleSteps: number, changes: BoardCall['changes'] = {}): BoardCall => ({
  source: 'run',
  changes: { sampleSteps, ...changes },
});

it('adds up the steps of all calls; guidance doubles the work of each, Heun nearly its steps', () => {
  const calls = [2, 5, 10, 25, 50, 100].map((steps) => inSteps(steps));
  const plain = workOf(calls, { ...lookDefaults, generateCount: 4 }, network, set);
  expect(plain).toEqual({ steps: 192, pixels: 192 * 4 * 1024, ofRun: true });
  expect(workOf(calls, classed, network, set)?.pixels).toBe(2 * 192 * 4 * 1024);
  for (const guidance of [0, 1])
    expect(workOf([inSteps(5, { guidance })], classed, network, set)?.pixels).toBe(5 * 4 * 1024);
  expect(workOf([inSteps(5, { sampler: 'heun' })], lookDefaults, network, set)?.steps).toBe(9);
  expect(workOf([{ source: 'digits', changes: {} }], lookDefaults, network, set)?.ofRun).toBe(false);
  expect(workOf(calls, lookDefaults, { ...network, kind: 'one-pass' }, set)).toBeNull();
  expect(answersPerPicture({ ...network, needsClass: true }, { classIndex: 3, guidance: 2 })).toBe(1);
});

it('has a quick version with fewer steps and pictures, never with more', () => {
  expect(fewerSteps({ sampleSteps: 50 })).toEqual({ sampleSteps: 10 });
  expect(fewerOfBoth({ sampleSteps: 5, generateCount: 16 })).toEqual({ sampleSteps: 5, generateCount: 4 });
  expect(withChanges([inSteps(50, { guidance: 3 })], fewerSteps({ sampleSteps: 50 }))).toEqual([
    inSteps(10, { guidance: 3 }),
  ]);
  const settings = { method: 'repaint', steps: 25, strength: 0.5, jump: 5, resamples: 3 } as const;
  expect(quickRepair(settings)).toEqual({ ...settings, steps: 10, resamples: 1 });
});

it('is slow where a processor computes, or a GPU by WebGL', () => {
  const device = { backend: 'webgpu', adapter: 'a GPU', software: false, features: [] } as const;
  expect(isSlow(null)).toBe(false);
  expect(isSlow(device)).toBe(false);
  expect(isSlow({ ...device, software: true })).toBe(true);
  expect(isSlow({ ...device, backend: 'webgl' })).toBe(true);
});

it('knows the time from training, and better from what this network has denoised', async () => {
  const { state } = await started('#v=1&recipe=tiny&gcount=4&steps=3');
  const seconds = (pixels: number) => secondsFor(pixels, state().run);
  expect(seconds(1024)).toBeNull();
  expect(paceOfTraining(100, network)).toBeCloseTo(10 / 3 / 1024, 6);
  const generated = state().generate.generate({ generateCount: 2 });
  await vi.runAllTimersAsync();
  await generated;
  // The scripted engine takes a second for each step.
  expect(seconds(2 * 1024)).toBeCloseTo(1);
  expect(state().look.generateCount).toBe(4);
  const paint = await state().paint.load();
  const made = paint.steps.paint([inSteps(4, { generateCount: 8 })]);
  await vi.runAllTimersAsync();
  await made;
  expect(seconds(8 * 1024)).toBeCloseTo(1);
  await state().run.reset();
  expect(seconds(1024)).toBeNull();
});

it('learns nothing from a single step, which includes compiling', async () => {
  const { state } = await started('#v=1&recipe=tiny&gcount=4&steps=1');
  const generated = state().generate.generate();
  await vi.runAllTimersAsync();
  await generated;
  expect(state().run.denoisingPace).toBeNull();
});
