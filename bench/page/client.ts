/**
 * The page's side of the worker that measures. The worker is started for one measurement and ended
 * with it.
 */
import { createBirpc } from 'birpc';
import { PlaygroundError } from '../../src/ml/errors.ts';
import { channelOver } from '../../src/workers/channel.ts';
import type { BenchCommands, BenchEvents, Plan } from './protocol.ts';

export interface Measurement {
  /**
   * Resolves when the measurement is over, also after a cancellation. Rejects with the reason if it
   * could not be carried out.
   */
  readonly ended: Promise<void>;
  /** Ends the measurement after the round in progress; results so far are kept. */
  cancel(): void;
}

export type StartMeasurement = (plan: Plan, events: BenchEvents) => Measurement;

export const startMeasurement: StartMeasurement = (plan, events) => {
  const worker = new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module' });
  const commands = createBirpc<BenchCommands, BenchEvents>(events, {
    ...channelOver(worker, []),
    timeout: -1, // a step may take minutes on a slow adapter
  });
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener('error', ({ message }) =>
      reject(message ? new Error(message) : new PlaygroundError('part-missing', { part: 'bench.worker' })),
    );
  });
  const ended = Promise.race([commands.measure(plan), broken]).finally(() => worker.terminate());
  return {
    ended,
    cancel: () => {
      commands.cancel().catch(() => {}); // fails only if the measurement has already ended
    },
  };
};
