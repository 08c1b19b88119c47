/**
 * Runs that were interrupted: their engine died, their page was closed, or another run replaced
 * them.
 */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PlaygroundError } from '../../ml/errors.ts';
import { visit } from './keeping.testing.ts';
import { memoryPlace, openRunPlace } from './place.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const lost = () => new PlaygroundError('device-lost', { reason: { code: 'quoted', text: 'scripted' } });

it('offers the kept checkpoint of a run whose engine died with nothing saved, and begins no other run', async () => {
  const { trained, state, script, notices, settled, runs } = await visit();
  await trained(20);
  await state().run.train();
  script.advance(7);
  await settled();
  script.die(lost());
  await settled();
  expect(notices()).toEqual(['device-lost', 'kept']);
  const offer = state().notices.list.find(({ kind }) => kind === 'kept');
  expect(offer).toMatchObject({ step: 20 });
  expect(script.status().phase).toBe('ready');
  expect(runs().map(({ step, phase }) => [step, phase])).toEqual([[27, 'resting']]);
  state().notices.openKept(offer?.id ?? -1, 'The kept run');
  await settled();
  expect(state().run.status?.step).toBe(20);
  expect(notices()).not.toContain('kept');
});

it('says that nothing was saved if nothing is kept either, and lists the run as stopped', async () => {
  const { state, script, notices, runs } = await visit();
  await state().run.train();
  script.advance(7);
  await vi.advanceTimersByTimeAsync(1000);
  script.die(lost());
  await vi.advanceTimersByTimeAsync(1000);
  expect(notices()).toEqual(['device-lost', 'restartedFresh']);
  expect(runs()[0]).toMatchObject({ step: 7, phase: 'resting' });
});

it('lists a run as stopped that a closed page left in training, and stores that', async () => {
  const place = memoryPlace(true);
  const first = await visit(place);
  await first.state().run.train();
  first.script.advance(7);
  await first.settled();
  await first.kept.flush();
  const [id = ''] = await place.ids();
  expect(await place.read(id)).toMatchObject({ phase: 'training', step: 7 });
  const next = await visit(place);
  expect(next.runs()[0]).toMatchObject({ phase: 'resting', step: 7 });
  next.kept.star(id, true);
  await next.settled();
  expect(await place.read(id)).toMatchObject({ phase: 'resting', starred: true });
});

it('lists a run as stopped that another replaced in training', async () => {
  const page = await visit();
  await page.state().run.train();
  page.script.advance(7);
  await page.settled();
  page.script.events().status({ ...page.script.status(), runId: 'another', step: 0, phase: 'paused' });
  await page.settled();
  expect(page.runs()[0]).toMatchObject({ phase: 'resting', step: 7 });
});

it('waits for the steps in flight before it keeps a run that is reset', async () => {
  const { state, script, settled, runs } = await visit();
  await state().run.train();
  script.advance(7);
  await vi.advanceTimersByTimeAsync(200);
  await state().run.reset();
  expect(script.calls.slice(-3)).toEqual(['pause', 'save', 'reset 7']);
  await settled();
  expect(runs()[0]?.checkpoint?.step).toBe(7);
});

it('offers to open a run only if it has a checkpoint or an autosave', async () => {
  const page = await visit();
  page.script.saveFails = true;
  await page.trained(5);
  const [run] = page.runs();
  expect(await page.kept.canOpen(run?.id ?? '')).toBe(false);
  const { experiment } = page.script.status();
  page.script.autosave = { runId: run?.runId ?? '', origin: 'seed', experiment, step: 4, epoch: 0, savedAt: 0 };
  expect(await page.kept.canOpen(run?.id ?? '')).toBe(true);
  page.script.saveFails = false;
  await page.trained(5);
  page.script.autosave = null;
  expect(await page.kept.canOpen(run?.id ?? '')).toBe(true);
});

it('records a deleted run that is restored while it trains', async () => {
  const page = await visit();
  await page.state().run.train();
  page.script.advance(5);
  await page.settled();
  const [run] = page.runs();
  page.kept.remove(run?.id ?? '');
  page.script.advance(5);
  await page.settled();
  expect(page.runs()).toEqual([]);
  expect(page.script.status()).toMatchObject({ phase: 'training', step: 10 });
  expect(page.kept.comparison.getState().shownId).toBe(run?.id);
  page.kept.takeBack();
  page.script.advance(5);
  await page.settled();
  expect(page.runs()[0]).toMatchObject({ step: 15, phase: 'training' });
  expect(page.runs()[0]?.curve.steps).toHaveLength(15);
});

it('says that a newer version of the page has stored runs, and keeps its own in memory', async () => {
  vi.stubGlobal('indexedDB', {
    open() {
      const request: { error?: DOMException; onerror?: () => void } = {};
      queueMicrotask(() => {
        request.error = new DOMException('of version 99', 'VersionError');
        request.onerror?.();
      });
      return request;
    },
  });
  const place = await openRunPlace();
  vi.unstubAllGlobals();
  expect(place).toMatchObject({ newer: true, lasting: false });
  const { kept, trained, runs } = await visit(place);
  expect(kept.list.getState().trouble).toBe('newer');
  await trained(5);
  expect(runs()).toHaveLength(1);
  expect(kept.list.getState().trouble).toBe('newer');
});
