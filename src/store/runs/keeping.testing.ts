/**
 * For tests of kept runs: a page on the scripted engine that keeps its runs in the test's own
 * place. Timers must be fake.
 */
import { vi } from 'vitest';
import type { Evaluation, Pictures } from '../../workers/protocol.ts';
import type { ResetNote } from '../reset-note.ts';
import { open } from '../scripted-page.ts';
import { memoryPlace, type RunPlace } from './place.ts';

const pictures: Pictures = { count: 1, width: 2, height: 2, rgb: new Uint8Array(12) };

let visits = 0;

export const evaluationAt = (step: number): Evaluation => ({
  step,
  raw: 1 / step,
  ema: 2 / step,
  buckets: new Float32Array(10),
  samples: pictures,
});

/**
 * A visit to the page; the engine is ready and the kept runs have been read. `reset`: the note made
 * before a reload.
 */
export async function visit(
  place: RunPlace = memoryPlace(true),
  hash = '#v=1&recipe=tiny&seed=7',
  reset: ResetNote | null = null,
) {
  const page = open(hash, null, undefined, undefined, async () => place);
  page.host.reset = reset;
  // Each engine names its runs differently.
  visits += 1;
  page.script.runName = `visit-${visits}`;
  await page.playground.start();
  await vi.runAllTimersAsync();
  const kept = await page.state().runs.load();
  const { script, state } = page;
  const settled = async (): Promise<void> => {
    await vi.runAllTimersAsync();
  };
  return {
    ...page,
    place,
    kept,
    settled,
    runs: () => kept.list.getState().runs.filter(({ removed }) => !removed),
    selected: () => kept.comparison.getState().selected,
    /** Trains this many steps, with an evaluation after the last, and pauses. */
    async trained(steps: number): Promise<void> {
      await state().run.train();
      script.advance(steps);
      await settled();
      script.events().evaluation(evaluationAt(script.status().step));
      await state().run.pause();
      await settled();
    },
  };
}
