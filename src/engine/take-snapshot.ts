/**
 * Takes a checkpoint of the current moment, with its description for a list.
 * `src/ml/checkpoint/training-state.ts` and `Run.checkpoint` say what a checkpoint holds.
 */
import { freeUnusedMemory } from '../ml/device/current-backend.ts';
import { PlaygroundError } from '../ml/errors.ts';
import type { Snapshot } from './autosave.ts';
import type { CheckedLock } from './lock.ts';
import type { Run } from './run.ts';
import type { Trainer } from './trainer.ts';

/**
 * Approximate size of a run's snapshot in bytes: weights, the average (or the weights again), and
 * two moments, in float32.
 */
export function snapshotBytes({ network }: Run): number {
  return 4 * 4 * network.parameters;
}

/** May be called during training: `device` is the lock that training steps take. */
export async function takeSnapshot(trainer: Trainer, device: CheckedLock): Promise<Snapshot> {
  const { run, checkpoint } = await device.take(async () => {
    const { run } = trainer;
    const checkpoint = await run.checkpoint();
    freeUnusedMemory(); // reading the weights takes buffers of the same size
    return { run, checkpoint };
  });
  if (run.broken) throw run.broken;
  const progress = checkpoint.training?.progress;
  if (!progress) throw new PlaygroundError('bug', { message: 'a run without its training state' });
  const { experiment, step, cursor } = progress;
  const { zipped } = await import('./archive.ts');
  return {
    info: { runId: run.id, origin: run.origin, experiment, step, epoch: cursor.epoch, savedAt: Date.now() },
    zip: zipped(checkpoint),
  };
}
