/** Compiles what a computation takes before it is due: all programs side by side, where a first run would wait for one after the other. */
import { webgpuBackend } from './current-backend.ts';

/**
 * A dry run of `compute`: allocates and computes nothing, and resolves once all its programs are compiled. `onProgress` is told how many are, of how many, and first of all
 * `onMeasured` what the computation takes of the device's memory, in bytes.
 * Meanwhile the backend may be used. Backends that compile as they go just resolve. Rejects where a program does not compile, or `compute` throws, and with
 * the signal's reason when it is aborted: what has been begun is compiled all the same, and nothing else.
 */
export async function compileAhead(
  compute: () => void,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal = new AbortController().signal,
  onMeasured: (bytes: number) => void = () => {},
): Promise<void> {
  const backend = webgpuBackend();
  if (!backend) return;
  const { dryRun } = await import('./dry-run.ts');
  signal.throwIfAborted();
  const { pending, bytes } = dryRun(backend, compute, signal);
  onMeasured(bytes);
  let done = 0;
  onProgress(done, pending.length);
  await Promise.all(
    pending.map(async (pipeline) => {
      await pipeline;
      onProgress(++done, pending.length);
    }),
  );
}

/** What `compute` takes of the device's memory, in bytes; null on backends that cannot be asked. Compiles nothing. */
export async function measureMemory(compute: () => void): Promise<number | null> {
  const backend = webgpuBackend();
  if (!backend) return null;
  const { dryRun } = await import('./dry-run.ts');
  const { pending, bytes } = dryRun(backend, compute, AbortSignal.abort());
  for (const pipeline of pending) pipeline.catch(() => {}); // given up, as was asked for
  return bytes;
}
