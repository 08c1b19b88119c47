/**
 * Compiles the programs of a computation before it runs: all in parallel, where a first run would
 * wait for one after the other.
 */
import { webgpuBackend } from './current-backend.ts';

/**
 * Makes a dry run of `compute`, which allocates and computes nothing, and resolves once all its
 * programs are compiled. Calls `onMeasured` first, with the device memory in bytes that the
 * computation would use, then `onProgress` with the number of compiled programs and their total.
 * The backend may be used meanwhile. On backends that compile as they go it just resolves. Rejects
 * if a program does not compile, if `compute` throws, and with the signal's reason when it is
 * aborted; programs whose compilation has begun are still compiled, the others are not.
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

/**
 * Device memory that `compute` would use, in bytes; null on backends that cannot say. Compiles
 * nothing.
 */
export async function measureMemory(compute: () => void): Promise<number | null> {
  const backend = webgpuBackend();
  if (!backend) return null;
  const { dryRun } = await import('./dry-run.ts');
  const { pending, bytes } = dryRun(backend, compute, AbortSignal.abort());
  for (const pipeline of pending) pipeline.catch(() => {}); // given up, as was asked for
  return bytes;
}
