import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { filmLimit, withFrame } from './film.ts';
import { started } from './scripted-page.ts';
import type { FilmFrame } from './types.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const tiny = () => started('#v=1&recipe=tiny&steps=4');

describe('the film of a call', () => {
  it('grows step by step, and stays when the result arrives', async () => {
    const { state } = await tiny();
    const generated = state().generate.generate();
    await vi.advanceTimersByTimeAsync(2000);
    expect(state().generate.film.map(({ index, timestep }) => [index, timestep])).toEqual([
      [0, 3],
      [1, 2],
    ]);
    expect(state().generate).toMatchObject({ busy: true, result: null });
    await vi.runAllTimersAsync();
    await generated;
    expect(state().generate.film).toHaveLength(4);
    expect(state().generate).toMatchObject({ busy: false, asked: { seed: 7 }, result: { seed: 7 } });
  });

  it('is kept as far as it got when cancelled, until the next call’s first frame', async () => {
    const { state, notices } = await tiny();
    const generated = state().generate.generate();
    await vi.advanceTimersByTimeAsync(3000);
    state().generate.cancel();
    await generated;
    expect(state().generate.film).toHaveLength(3);
    expect(notices()).toEqual([]);
    state().look.set({ generateSeed: 8 });
    void state().generate.generate();
    expect(state().generate).toMatchObject({ asked: { seed: 7 } });
    await vi.advanceTimersByTimeAsync(1000);
    expect(state().generate).toMatchObject({ asked: { seed: 8 }, result: null });
    expect(state().generate.film).toHaveLength(1);
  });

  it('is discarded with its network, and takes no frame of a replaced one', async () => {
    const { state } = await tiny();
    await state().run.step();
    const generated = state().generate.generate();
    await vi.advanceTimersByTimeAsync(2000);
    await state().run.reset();
    expect(state().generate.film).toEqual([]);
    await vi.runAllTimersAsync();
    await generated;
    expect(state().generate).toMatchObject({ busy: false, film: [], result: null, asked: null });
  });

  it('is empty if the network answers in one pass', async () => {
    const { state } = await started();
    void state().generate.generate();
    await vi.runAllTimersAsync();
    expect(state().generate).toMatchObject({ film: [], result: { sampling: null } });
  });
});

describe('a film of many large steps', () => {
  const frames = (total: number, count: number): FilmFrame[] => {
    const pictures = { count, width: 32, height: 32, rgb: new Uint8Array(count * 3072) };
    return Array.from({ length: total }, (_, index) => ({
      index,
      total,
      timestep: total - 1 - index,
      noisy: pictures,
      predicted: pictures,
    }));
  };
  const bytesOf = (film: readonly FilmFrame[]) =>
    film.reduce((sum, { noisy, predicted }) => sum + noisy.rgb.length + predicted.rgb.length, 0);

  it('stays within its memory limit, evenly thinned, and always ends with the newest frame', () => {
    const all = frames(1000, 64);
    let film: readonly FilmFrame[] = [];
    for (const frame of all) {
      film = withFrame(film, frame);
      expect(film.at(-1)).toBe(frame);
    }
    // One frame more than the limit allows: the newest.
    expect(bytesOf(film.slice(0, -1))).toBeLessThanOrEqual(filmLimit);
    expect(film.slice(0, 3).map(({ index }) => index)).toEqual([0, 6, 12]);
    expect(film.slice(-2).map(({ index }) => index)).toEqual([996, 999]);
  });

  it('keeps every step if all fit', () => {
    expect(frames(50, 64).reduce<readonly FilmFrame[]>(withFrame, [])).toHaveLength(50);
    expect(frames(1000, 10).reduce<readonly FilmFrame[]>(withFrame, [])).toHaveLength(1000);
  });
});
