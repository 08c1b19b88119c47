import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hostModel, type ModelHost } from '../share/model-host.fixture.ts';
import type { BackendName } from '../workers/protocol.ts';
import { open } from './scripted-page.ts';
import { files } from './shipped-digits.fixture.ts';

let host: ModelHost;
beforeEach(async () => {
  host = await hostModel(files);
});
afterEach(async () => {
  vi.useRealTimers();
  await host.close();
});

/** A visit without a link, whose painter has begun. */
async function painting(backend: BackendName = 'webgpu') {
  const page = open('', null, undefined, host.url);
  page.script.backend = backend;
  await page.playground.start();
  const painter = await page.state().painter.load();
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const stop = painter.start();
  const paintings = () => page.script.calls.filter((call) => call.startsWith('generate'));
  return { ...page, painter, stop, paintings, now: painter.store.getState };
}

/** The scripted engine takes a second for a step of sampling. */
const wait = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

it('paints repeatedly, compiles training’s programs after the first pictures, rests while the run trains, and closes the model in the end', async () => {
  const { state, script, painter, stop, paintings, now } = await painting();
  await vi.waitFor(() => expect(now().painting).toMatchObject({ seed: 1, steps: 24, seconds: null }), 10_000);
  expect(script.calls).toContain('openModel model_index.json card.json');
  expect(script.calls).not.toContain('prepare');
  await wait(23);
  expect(now()).toMatchObject({ phase: 'done', painting: { step: 24, seconds: expect.any(Number) } });
  expect(script.calls).toContain('prepare');
  await wait(3);
  expect(paintings()).toEqual(['generate 1 of 1', 'generate 2 of 1']);

  painter.roll();
  await wait(1);
  expect(paintings()).toHaveLength(3);

  await state().run.train();
  await wait(60);
  expect(now().phase).toBe('resting');
  await state().run.pause();
  painter.pause(true);
  await wait(60);
  expect(paintings()).toHaveLength(3);
  painter.pause(false);
  await wait(1);
  expect(paintings()).toHaveLength(4);

  stop();
  await wait(1);
  expect(script.calls.at(-1)).toBe('closeModel 1');
});

it('paints nothing without WebGPU', async () => {
  const { script } = await painting('cpu');
  await wait(30);
  expect(script.calls.some((call) => call.startsWith('openModel'))).toBe(false);
});
