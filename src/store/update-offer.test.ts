import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { open } from './scripted-page.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function opened(hash = '#v=1&recipe=article') {
  const page = open(hash);
  await page.playground.start();
  page.playground.offerUpdate();
  page.playground.offerUpdate();
  return page;
}

const restMs = 2000;

it('offers a new version while the engine is idle, withdraws it in training, and activates the version before it reloads', async () => {
  const { playground, state, notices, host, script } = await opened();
  expect(notices()).toEqual([]);
  await vi.advanceTimersByTimeAsync(restMs);
  expect(notices()).toEqual(['update']);

  await state().run.train();
  script.advance(3);
  expect(notices()).toEqual([]);
  await vi.advanceTimersByTimeAsync(10 * restMs);
  expect(notices()).toEqual([]);

  await state().run.pause();
  script.busy = true;
  await vi.advanceTimersByTimeAsync(2 * restMs);
  expect(notices()).toEqual([]);
  script.busy = false;
  await vi.advanceTimersByTimeAsync(restMs);
  expect(notices()).toEqual(['update']);

  await state().engine.reload();
  expect(host.updatesTaken).toBe(1);
  expect(host.reloadedWith).toEqual({ runId: playground.store.getState().run.status?.runId, training: false });
});

it('offers a version only once; a dismissed one is activated when no tab is open', async () => {
  const { state, notices } = await opened();
  await vi.advanceTimersByTimeAsync(restMs);
  const [notice] = state().notices.list;
  state().notices.dismiss(notice?.id ?? 0);
  await vi.advanceTimersByTimeAsync(10 * restMs);
  expect(notices()).toEqual([]);
});

it('does not wait for the pictures that Start paints by itself', async () => {
  const { notices, script } = await opened('#v=1&recipe=quick&view=start');
  script.busy = true;
  await vi.advanceTimersByTimeAsync(restMs);
  expect(notices()).toEqual(['update']);
});
