/** Requests that cannot be met here: the page opens all the same. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recipes } from '../ml/config.ts';
import { PlaygroundError, reportOf } from '../ml/errors.ts';
import { waitsForReset } from './form-and-run.ts';
import { open } from './scripted-page.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('opens with the recipe’s own settings if those of the link cannot be used', async () => {
  const page = open('#v=1&recipe=tiny&seed=9&batch=3');
  page.script.openFails = reportOf(new PlaygroundError('data-no-images'));
  page.script.refused = ({ experiment }) => experiment.seed === 9;
  await page.playground.start();
  expect(page.notices()).toEqual(['data-no-images', 'openedPlainly']);
  expect(page.state().engine.phase).toBe('ready');
  expect(page.state().run.status?.experiment).toEqual(recipes.tiny.experiment);
  expect(page.state().run.draft, 'the form says what runs').toEqual(recipes.tiny.experiment);
  await vi.runAllTimersAsync();
  expect(page.script.calls.filter((call) => call.startsWith('reset'))).toEqual([]);
});

it('opens on another backend if the link’s is not available, with the link’s settings', async () => {
  const page = open('#v=1&recipe=tiny&seed=9&backend=webgl');
  page.script.openFails = reportOf(
    new PlaygroundError('webgl-missing', { reason: { code: 'quoted', text: 'scripted' } }),
  );
  page.script.refused = ({ backend }) => backend === 'webgl';
  await page.playground.start();
  expect(page.notices()).toEqual(['webgl-missing', 'openedPlainly']);
  expect(page.state().run.status?.experiment.seed).toBe(9);
});

it('shows in the form what the device makes of the settings', async () => {
  const page = open('#v=1&recipe=tiny&seed=9&precision=float16');
  page.script.fit = (experiment) => ({ ...experiment, precision: 'float32' });
  await page.playground.start();
  expect(page.state().run.draft).toMatchObject({ seed: 9, precision: 'float32' });
  await page.state().run.step();
  page.state().run.edit({ precision: 'float16', seed: 10 });
  expect(waitsForReset(page.state().run.draft, page.state().run.status)).toBe(true);
  await page.state().run.reset();
  expect(page.state().run.draft).toMatchObject({ seed: 10, precision: 'float32' });
  expect(
    page.script.calls.filter((call) => call.startsWith('reset')),
    'and no more than was asked for',
  ).toEqual(['reset 10']);
});
