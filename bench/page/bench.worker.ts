/**
 * Measures on this worker's own thread, and says how far it is. tfjs asks at its import whether
 * there is WebGPU, and is large: it comes when something is measured.
 */
import { createBirpc } from 'birpc';
import { channelOver } from '../../src/workers/channel.ts';
import type { BenchCommands, BenchEvents } from './protocol.ts';

const cancelling = new AbortController();

const page = createBirpc<BenchEvents, BenchCommands>(
  {
    async measure(plan) {
      const { measurePlan } = await import('./measure-plan.ts');
      await measurePlan(plan, {
        signal: cancelling.signal,
        opened: (opened) => send(page.opened.asEvent(opened)),
        progress: (progress, fraction) => send(page.progress.asEvent(progress, fraction)),
        limits: (limits) => send(page.limits.asEvent(limits)),
        measured: (result) => send(page.measured.asEvent(result)),
      });
    },
    async cancel() {
      cancelling.abort();
    },
  },
  { ...channelOver(self, []), timeout: -1 },
);

/** An event that could not be sent is nothing that the measurement could mend. */
function send(sent: Promise<void>): void {
  sent.catch((error: unknown) => console.error('an event could not be sent', error));
}
