import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recipes } from '../ml/config.ts';
import type { Evaluation } from '../workers/protocol.ts';
import { open, started } from './scripted-page.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const { experiment } = recipes.tiny;
const samples = { count: 1, width: 32, height: 32, rgb: new Uint8Array(3072) };
const evaluation = (step: number, raw: number, ema: number | null = raw): Evaluation => ({
  step,
  raw,
  ema,
  buckets: new Float32Array(10),
  samples,
});

async function trained() {
  const page = await started('#v=1&recipe=tiny');
  await page.state().run.train();
  for (const [index, step] of [10, 20].entries()) {
    page.script.advance(10);
    page.script.events().evaluation(evaluation(step, 1 - index / 2));
  }
  await vi.runAllTimersAsync();
  return { ...page, curve: () => page.playground.validation.copy() };
}

it('shows the newest and keeps the curve; Reset begins another', async () => {
  const { state, curve } = await trained();
  expect(state().evaluation.newest?.step).toBe(20);
  expect(state().evaluation.history.map(({ step }) => step)).toEqual([10, 20]);
  expect(curve()).toEqual({
    steps: Float64Array.of(10, 20),
    raw: Float32Array.of(1, 0.5),
    ema: Float32Array.of(1, 0.5),
  });
  await state().run.reset();
  expect(state().evaluation.newest).toBeNull();
  expect(curve().steps).toHaveLength(0);
});

it('goes back with a run that goes back, and replaces the values that are measured again', async () => {
  const { state, script, curve } = await trained();
  script.autosave = { runId: script.status().runId, origin: 'seed', experiment, step: 15, epoch: 0, savedAt: 0 };
  script.die();
  await vi.runAllTimersAsync();
  expect(state().evaluation.newest).toBeNull();
  expect(state().evaluation.history.map(({ step }) => step)).toEqual([10]);
  expect(curve().steps).toEqual(Float64Array.of(10));
  script.events().evaluation(evaluation(20, 0.25, null));
  script.events().evaluation(evaluation(20, 0.125, null));
  expect(curve()).toEqual({
    steps: Float64Array.of(10, 20),
    raw: Float32Array.of(1, 0.125),
    ema: Float32Array.of(1, Number.NaN),
  });
});

it('takes over the curve of a restored run, with gradient norms only from there on', async () => {
  const page = open('#v=1&recipe=tiny');
  page.script.autosave = { runId: 'earlier', origin: 'seed', experiment, step: 1240, epoch: 1, savedAt: 0 };
  page.script.history = { steps: Float64Array.of(1, 1240), losses: Float32Array.of(1, 0.25) };
  page.script.validation = {
    steps: Float64Array.of(250, 1000),
    raw: Float32Array.of(0.5, 0.25),
    ema: Float32Array.of(0.75, 0.5),
  };
  await page.playground.start();
  page.state().notices.continueAutosave(page.state().notices.list[0]?.id ?? -1);
  await vi.runAllTimersAsync();
  expect(page.playground.validation.copy()).toEqual(page.script.validation);
  page.script.advance(1);
  expect(page.playground.metrics.curve('losses', 10, 0).steps).toEqual([1, 1240, 1241]);
  expect(page.playground.metrics.curve('gradientNorms', 10, 0)).toMatchObject({ steps: [1241], values: [0.5] });
});

it('is made by every engine as often as the look settings say', async () => {
  const { state, script } = await started('#v=1&recipe=tiny&evaluate=40');
  expect(script.evaluateEvery).toBe(40);
  state().look.set({ evaluateEvery: 60 });
  expect(script.evaluateEvery).toBe(60);
  script.die();
  await vi.runAllTimersAsync();
  expect(script.evaluateEvery).toBe(60);
});
