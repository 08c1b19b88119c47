import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { started } from './scripted-page.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('shows from the press on that a Reset is on its way; a second press meanwhile asks for nothing', async () => {
  const { state, script } = await started();
  await state().run.train();
  script.advance(5);
  await vi.runAllTimersAsync();
  const presses = [state().run.reset(), state().run.reset()];
  expect(state().run.resetting).toBe(true);
  await vi.runAllTimersAsync();
  await Promise.all(presses);
  expect(state().run).toMatchObject({ resetting: false, status: { step: 0 } });
  expect(script.calls.filter((call) => call.startsWith('reset'))).toHaveLength(1);
});
