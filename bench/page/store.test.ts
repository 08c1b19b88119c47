import { expect, it } from 'vitest';
import { PlaygroundError } from '../../src/ml/errors.ts';
import type { StartMeasurement } from './client.ts';
import { exampleResult } from './example.fixture.ts';
import type { BenchEvents, Plan } from './protocol.ts';
import { encodeResult } from './result-link.ts';
import { createBench } from './store.ts';

/** A page whose worker does as the test says. */
function open(address = 'https://playground.example/bench.html') {
  const script: { plan?: Plan; events?: BenchEvents; end?: () => void; fail?: (error: Error) => void } = {};
  let cancelled = 0;
  const startMeasurement: StartMeasurement = (plan, events) => {
    Object.assign(script, { plan, events });
    const ended = new Promise<void>((end, fail) => Object.assign(script, { end, fail }));
    return {
      ended,
      cancel: () => {
        cancelled += 1;
      },
    };
  };
  const bench = createBench({ startMeasurement, address: () => address, browser: 'Chrome 140', now: () => 1000 });
  return { bench, script, state: () => bench.getState(), cancelled: () => cancelled };
}

const opened = { adapter: 'Example GPU 5', features: [], versions: [] };
const [article, ddim] = exampleResult.cases;
if (!article || !ddim) throw new Error('two cases');

it('shows results as they arrive', async () => {
  const { state, script } = open();
  const measuring = state().measure();
  expect(state()).toMatchObject({ phase: 'measuring', progress: { kind: 'starting' }, result: null });
  script.events?.opened(opened);
  script.events?.progress({ kind: 'first', case: 'article', peer: 'ours' }, 0.1);
  expect(state().fraction).toBe(0.1);
  script.events?.limits(exampleResult.limits);
  script.events?.measured(article);
  script.events?.measured(ddim);
  script.end?.();
  await measuring;
  expect(state()).toMatchObject({ phase: 'done', progress: null, origin: 'own' });
  expect(state().result).toEqual({ ...exampleResult, ...opened, measuredAt: 1000, browser: 'Chrome 140' });
});

it('keeps the results so far when it is cancelled, and cancels only once', async () => {
  const { state, script, cancelled } = open();
  const measuring = state().measure();
  script.events?.opened(opened);
  script.events?.measured(article);
  state().cancel();
  state().cancel();
  expect(cancelled()).toBe(1);
  expect(state().phase).toBe('cancelling');
  script.end?.();
  await measuring;
  expect(state().phase).toBe('cancelled');
  expect(state().result?.cases).toEqual([article]);
});

it('runs one measurement at a time', async () => {
  const { state, script } = open();
  const measuring = state().measure();
  const { events } = script;
  await state().measure();
  expect(script.events).toBe(events);
  script.end?.();
  await measuring;
});

it('says what ended the measurement, until the next one begins', async () => {
  const page = open();
  const measuring = page.state().measure();
  page.script.fail?.(new PlaygroundError('webgpu-missing', { reason: { code: 'no-adapter' } }));
  await measuring;
  const values = { reason: { code: 'no-adapter' } };
  expect(page.state()).toMatchObject({ phase: 'idle', failure: { code: 'webgpu-missing', values } });
  void page.state().measure();
  expect(page.state().failure).toBeNull();
});

it('shows the result in its address, and reports one that it cannot read', async () => {
  const shared = open(`https://playground.example/bench.html${await encodeResult(exampleResult)}`);
  await shared.state().openLink();
  expect(shared.state()).toMatchObject({ result: exampleResult, origin: 'link', failure: null });
  const spoiled = open('https://playground.example/bench.html#result=spoiled');
  await spoiled.state().openLink();
  expect(spoiled.state()).toMatchObject({ result: null, failure: 'bad-link' });
});
