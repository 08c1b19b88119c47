import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { choiceOf, logSnr, mixInto, noiseFor } from './forward.ts';
import { started } from './scripted-page.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const picture = { count: 1, width: 8, height: 8, rgb: Uint8Array.from({ length: 192 }, (_, i) => i) };

it('mixes as training does: without noise the picture is unchanged, and without the picture only noise is left', () => {
  const noise = noiseFor(picture, false, 3);
  const into = new Uint8Array(192);
  mixInto(into, picture, noise, 1, 0);
  expect(into).toEqual(picture.rgb);
  mixInto(into, picture, noise, 0, 1);
  expect([...into]).toEqual([...noise].map((z) => Math.round(Math.min(1, Math.max(-1, z)) * 127.5 + 127.5)));
  expect(noiseFor(picture, false, 3)).toEqual(noise);
  expect(noiseFor(picture, false, 4)).not.toEqual(noise);
});

it('a grey picture stays grey', () => {
  const noise = noiseFor(picture, true, 3);
  expect(noise.every((value, i) => value === noise[i - (i % 3)])).toBe(true);
});

it('the signal-to-noise ratio is bounded even if there is no signal or no noise', () => {
  expect(logSnr(1, 1)).toBe(0);
  expect(logSnr(1, 0)).toBe(12);
  expect(logSnr(0, 1)).toBe(-12);
});

it('requests the levels of the run and of the chosen schedule', async () => {
  const { state, script } = await started('#v=1&recipe=tiny');
  const forward = await state().paint.loadForward();
  await forward.refresh();
  expect(forward.store.getState().levels?.timesteps).toHaveLength(10);
  await forward.choose({ ...choiceOf(state().run.draft), betaSchedule: 'squaredcos_cap_v2' });
  await forward.choose(null);
  expect(script.calls.filter((call) => call.startsWith('noiseLevels'))).toEqual([
    'noiseLevels of the run',
    'noiseLevels squaredcos_cap_v2',
    'noiseLevels of the run',
  ]);
});
