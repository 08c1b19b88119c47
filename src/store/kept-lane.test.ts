import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { expectFit, laneSourceOf, lanesAmong, suitsRace } from './kept-lane.ts';
import { visit } from './runs/keeping.testing.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const changes = { sampleSteps: 1 };

/** A kept run with a checkpoint, while another run is current. */
async function twoRuns() {
  const page = await visit();
  await page.trained(10);
  page.state().run.edit({ seed: 8 });
  await page.state().run.reset();
  await page.settled();
  const { race } = await page.state().paint.load();
  const raced = async (sources: readonly string[]) => {
    const racing = race.paint(sources.map((source) => ({ source, changes })));
    await vi.runAllTimersAsync();
    await racing;
    return race.store.getState().cells;
  };
  const openings = () => page.script.calls.filter((call) => /Model/.test(call));
  return { ...page, raced, openings };
}

it('a kept run races from its checkpoint, which is opened only once', async () => {
  const { runs, state, raced, openings } = await twoRuns();
  const { status } = state().run;
  if (!status) throw new Error('no run');
  const [kept] = lanesAmong(runs(), status);
  if (!kept) throw new Error('no kept run');
  expect(suitsRace(kept, status)).toBe(true);
  expect(suitsRace(kept, { ...status, experiment: { ...status.experiment, data: 'emoji' } })).toBe(false);
  const source = laneSourceOf(kept);
  for (let times = 0; times < 2; times += 1) {
    expect((await raced(['run', source])).map((cell) => cell.state)).toEqual(['done', 'done']);
  }
  expect(openings()).toEqual(['openModel checkpoint.zip']);
});

it('a run that is not kept here fails without stopping the others, and says why', async () => {
  const { raced } = await twoRuns();
  const [first, second] = await raced(['run', 'kept-0123456789abcdef']);
  expect(first?.state).toBe('done');
  expect(second?.failure?.code).toBe('lane-run-missing');
});

it('networks with another picture size or other classes are refused; a network without classes is not', async () => {
  const { state } = await twoRuns();
  const ours = state().run.status?.network;
  if (!ours) throw new Error('no run');
  const opened = (change: Partial<typeof ours>) => ({
    model: 1,
    step: 1,
    dataSet: null,
    network: { ...ours, ...change },
  });
  const known = { ...ours, classes: 10 };
  expectFit(opened({ classes: null }), known);
  expectFit(opened({ classes: 10 }), known);
  for (const [change, code] of [
    [{ classes: 12 }, 'lane-run-classes'],
    [{ shape: { side: 28, channels: 1 } as const }, 'lane-run-unfit'],
  ] as const)
    expect(() => expectFit(opened(change), known)).toThrow(expect.objectContaining({ code }));
});

it('the model that has not raced for longest is closed, so that a race always has room', async () => {
  const { state, script, settled, runs, raced, openings } = await twoRuns();
  for (let seed = 9; seed < 16; seed += 1) {
    await state().run.train();
    script.advance(2);
    await settled();
    await state().run.pause();
    await settled();
    state().run.edit({ seed });
    await state().run.reset();
    await settled();
  }
  const sources = runs()
    .filter(({ checkpoint }) => checkpoint)
    .map(laneSourceOf);
  expect(sources.length).toBeGreaterThan(6);
  for (const source of sources) expect((await raced(['run', source])).at(1)?.state).toBe('done');
  const still = openings().reduce((open, call) => open + (call.startsWith('open') ? 1 : -1), 0);
  expect(still).toBe(6);
});
