import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hostModel, type ModelHost } from '../share/model-host.fixture.ts';
import { open } from './scripted-page.ts';
import { files } from './shipped-digits.fixture.ts';

let host: ModelHost;
beforeEach(async () => {
  host = await hostModel(files);
});
afterEach(() => host.close());

async function opened() {
  const page = open('#v=1&recipe=quick&data=digits&steps=1', null, undefined, host.url);
  await page.playground.start();
  const { models, race } = await page.state().paint.load();
  const openings = () => page.script.calls.filter((call) => call.startsWith('openModel'));
  return { ...page, models, race, openings };
}

it('a model is fetched and opened once, however many lanes use it, and races beside the run', async () => {
  const { models, race, openings, script } = await opened();
  expect((await models.list()).map(({ name }) => name)).toEqual(['digits']);
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const steps = { sampleSteps: 1 };
  const raced = race.paint([
    { source: 'digits', changes: steps },
    { source: 'digits', changes: { ...steps, sampleWeights: 'raw' } },
    { source: 'run', changes: steps },
  ]);
  await vi.waitFor(() => expect(script.calls.filter((call) => call.startsWith('generate'))).toHaveLength(3));
  await vi.runAllTimersAsync();
  await raced;
  vi.useRealTimers();
  expect(race.store.getState().cells.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  expect(openings()).toHaveLength(1);
  expect(script.calls).toContain('generate 7 of 1');
});

it('a new engine has to open the model again; an unknown name fails', async () => {
  const { models, openings, script, state } = await opened();
  const { signal } = new AbortController();
  await models.open('digits', signal);
  await models.open('digits', signal);
  expect(openings()).toHaveLength(1);
  script.die();
  await vi.waitFor(() => expect(state().engine.phase).toBe('ready'));
  await models.open('digits', signal);
  expect(openings()).toHaveLength(2);
  await expect(models.open('cats', signal)).rejects.toMatchObject({ code: 'model-spoiled' });
});
