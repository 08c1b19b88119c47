import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LookSettings, lookDefaults } from '../ml/config.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { createBoard } from './board.ts';
import type { StoreContext } from './context.ts';
import type { OpenedModels } from './opened-models.ts';
import { callOf, lanesOf, withAnother, withLane, withoutLane } from './race.ts';
import { started } from './scripted-page.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const steps = (count: number) => ({ source: 'run', changes: { sampleSteps: count } }) as const;

/** Boards like those that the page makes. */
async function paintOf() {
  const page = await started('#v=1&recipe=tiny&gseed=5&gcount=3');
  return { ...page, paint: await page.state().paint.load() };
}

describe('a race', () => {
  it('runs its lanes in parallel from the same noise, and counts calls and time of each', async () => {
    const { paint, script } = await paintOf();
    const { store } = paint.race;
    const raced = paint.race.paint([steps(4), steps(2), steps(1)]);
    await vi.advanceTimersByTimeAsync(1100);
    expect(store.getState().busy).toBe(true);
    expect(store.getState().cells.map(({ calls }) => calls)).toEqual([1, 1, 1]);
    await vi.runAllTimersAsync();
    await raced;
    const { busy, cells } = store.getState();
    expect(busy).toBe(false);
    expect(cells.map(({ state, calls, total }) => [state, calls, total])).toEqual([
      ['done', 4, 4],
      ['done', 2, 2],
      ['done', 1, 1],
    ]);
    // The cells share one device, so their times add up to the elapsed time.
    const all = cells.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    expect(all).toBeGreaterThan(3900);
    expect(all).toBeLessThan(4200);
    expect(script.calls.filter((call) => call.startsWith('generate'))).toEqual([
      'generate 5',
      'generate 5',
      'generate 5',
    ]);
  });

  it('can be stopped between two steps; finished pictures stay until the next race replaces them', async () => {
    const { paint, notices } = await paintOf();
    const { race } = paint;
    const raced = race.paint([steps(5), steps(2)]);
    await vi.advanceTimersByTimeAsync(3000);
    race.cancel();
    await vi.runAllTimersAsync();
    await raced;
    const { busy, cells } = race.store.getState();
    expect(busy).toBe(false);
    expect(cells.map(({ state }) => state)).toEqual(['cancelled', 'done']);
    expect(cells[0]?.pictures).not.toBeNull();
    expect(notices()).toEqual([]);
    const again = race.paint([steps(1), steps(1)]);
    await vi.runAllTimersAsync();
    await again;
    expect(race.store.getState().cells.map(({ state }) => state)).toEqual(['done', 'done']);
  });

  it('a lane that fails does not stop the others, and says why', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
    const { paint } = await paintOf();
    const { race } = paint;
    const raced = race.paint([{ source: 'digits', changes: {} }, steps(2)]);
    await vi.runAllTimersAsync();
    await raced;
    const [failed, done] = race.store.getState().cells;
    expect(failed?.state).toBe('failed');
    expect(failed?.failure).not.toBeNull();
    expect(done).toMatchObject({ state: 'done', calls: 2 });
  });
});

describe('a comparison', () => {
  it('makes its cells one after the other', async () => {
    const { paint } = await paintOf();
    const { store } = paint.steps;
    const made = paint.steps.paint([steps(2), steps(3)]);
    await vi.advanceTimersByTimeAsync(1100);
    expect(store.getState().cells.map(({ state }) => state)).toEqual(['painting', 'waiting']);
    await vi.advanceTimersByTimeAsync(1500);
    expect(store.getState().cells.map(({ state }) => state)).toEqual(['done', 'painting']);
    await vi.runAllTimersAsync();
    await made;
  });
});

describe('shipped models', () => {
  it('are opened before any lane begins, and sampled by their number', async () => {
    const page = await started('#v=1&recipe=tiny');
    const { script } = page;
    const context = {
      get: page.state,
      call: script.engineCalls(),
      ready: Promise.resolve(),
    } as Pick<StoreContext, 'get' | 'call' | 'ready'> as StoreContext;
    const models: OpenedModels = {
      list: async () => [],
      async open(name) {
        if (name !== 'digits') throw new PlaygroundError('model-spoiled', { file: name });
        return { model: 7, network: script.status().network, step: 3752, dataSet: null };
      },
    };
    const board = createBoard(context, models, 'together');
    const made = board.paint([
      { source: 'digits', changes: { sampleSteps: 1 } },
      { source: 'none', changes: {} },
    ]);
    await vi.runAllTimersAsync();
    await made;
    expect(script.calls).toContain('generate 7 of 7');
    expect(board.store.getState().cells.map(({ state }) => state)).toEqual(['done', 'failed']);
  });
});

it('a walk is sent as one call', async () => {
  const { paint, script } = await paintOf();
  const walk = { seed: 9, classIndex: null };
  const made = paint.walk.paint([{ source: 'run', changes: { generateCount: 8, sampleSteps: 1 }, walk }]);
  await vi.runAllTimersAsync();
  await made;
  expect(script.asked).toMatchObject({ seed: 5, count: 8, walk });
});

describe('lanes', () => {
  it('are two at first, one of them with few steps; there are never more than four or fewer than two', () => {
    let settings: Pick<LookSettings, 'raceLanes'> = lookDefaults;
    const lanes = () => lanesOf(settings, 'epsilon');
    const names = () => lanes().map(({ sampler, steps }) => `${sampler} ${steps}`);
    const become = (change: Partial<LookSettings>): void => {
      settings = { ...settings, ...change };
    };
    expect(names()).toEqual(['ddim 50', 'dpm 10']);
    for (let i = 0; i < 3; i++) become(withAnother(lanes()));
    expect(names()).toEqual(['ddim 50', 'dpm 10', 'dpm 5', 'dpm 3']);
    become(withLane(lanes(), 2, { sampler: 'heun', weights: 'raw' }));
    expect(callOf(lanes()[2] ?? raise())).toEqual({
      source: 'run',
      changes: { sampler: 'heun', sampleSteps: 5, sampleWeights: 'raw' },
    });
    for (let i = 0; i < 3; i++) become(withoutLane(lanes(), 0));
    expect(names()).toEqual(['heun 5', 'dpm 3']);
  });
});

function raise(): never {
  throw new Error('no such lane');
}
