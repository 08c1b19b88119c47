/** Compiles what a computation takes before it is due: all programs side by side, where a first run would wait for one after the other. */
import * as tf from '@tensorflow/tfjs-core';
import { hasSlices } from './sliced.ts';

/**
 * A dry run of `compute`: allocates and computes nothing, and resolves once all its programs are compiled. `onProgress` is told how many are, of how many.
 * Meanwhile the backend may be used. Backends that compile as they go just resolve. Rejects where a program does not compile, or `compute` throws, and with
 * the signal's reason when it is aborted: what has been begun is compiled all the same, and nothing else.
 */
export async function compileAhead(
  compute: () => void,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const backend = tf.backend();
  if (!hasSlices(backend)) return;
  const { dryRun } = await import('./dry-run.ts');
  signal.throwIfAborted();
  const pending = dryRun(backend, compute, signal);
  let done = 0;
  onProgress(done, pending.length);
  await Promise.all(
    pending.map(async (pipeline) => {
      await pipeline;
      onProgress(++done, pending.length);
    }),
  );
}
