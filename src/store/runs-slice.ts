/**
 * The kept runs when the page starts: loaded once a run has taken a step, or when the visitor opens
 * them (`runs/kept-runs.ts`).
 */

import type { StoreContext } from './context.ts';
import { lazily } from './lazily.ts';
import type { RunPlace } from './runs/place.ts';
import type { RunsSlice } from './types/runs.ts';

export type { RunsSlice } from './types/runs.ts';

/** Wait this long after a run's first step, so that keeping the run does not delay that step. */
const afterFirstStepMs = 500;

/** A device that is busy with other work may take this long to save a checkpoint. */
const settleMs = 15_000;

function atMost(milliseconds: number, wanted: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    wanted.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Without a place, runs are kept only in memory, and only once the visitor opens Runs. */
export function createRuns(
  context: StoreContext,
  pageAddress: () => string,
  place?: () => Promise<RunPlace>,
): RunsSlice {
  const load = lazily(async () => {
    const [{ openKeptRuns }, { memoryPlace }] = await Promise.all([
      import('./runs/kept-runs.ts'),
      import('./runs/place.ts'),
    ]);
    return openKeptRuns(context, place ? await place() : memoryPlace(), pageAddress);
  });
  let asked = false;
  const ask = (): ReturnType<typeof load> => {
    asked = true;
    return load();
  };
  const hasSteps = (): boolean => (context.get().run.status?.step ?? 0) > 0;
  return {
    load: ask,
    watch() {
      if (!place) return;
      const stop = context.subscribe(() => {
        if (!hasSteps()) return;
        stop();
        // After a failure, opening the view tries again.
        setTimeout(() => void ask().catch(() => {}), afterFirstStepMs);
      });
    },
    async settle(zip) {
      if (!asked && (!place || !hasSteps())) return;
      const settled = ask().then((kept) => kept.settle(zip));
      // A run that cannot be kept, or not soon, does not block the visitor: the view reports it.
      await atMost(settleMs, settled).catch(() => {});
    },
    async checkpointOf(runId) {
      if (!asked) return null;
      return ask().then(
        (kept) => kept.checkpointOf(runId),
        () => null,
      );
    },
    open: async (id, name) => (await ask()).open(id, name),
    continues(runId, formerRunId) {
      if (!asked) return;
      ask().then(
        (kept) => kept.continues(runId, formerRunId),
        () => {},
      );
    },
    flush() {
      if (!asked) return;
      ask()
        .then((kept) => kept.flush())
        .catch(() => {});
    },
  };
}
