/**
 * Measures in this worker's own thread and reports its progress. tfjs is loaded when a measurement
 * begins, because it is large and checks for WebGPU when it is imported.
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

/** If an event cannot be sent, the measurement can do nothing about it. */
function send(sent: Promise<void>): void {
  sent.catch((error: unknown) => console.error('an event could not be sent', error));
}
