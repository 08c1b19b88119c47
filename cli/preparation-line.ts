/**
 * Progress of the preparation for the first step, on stderr: on a terminal a line with a running
 * count, elsewhere nothing.
 */
import type { PreparationProgress } from '../src/workers/protocol.ts';

export function preparationLine(progress: PreparationProgress | null): void {
  const { stderr } = process;
  if (!stderr.isTTY) return;
  if (progress === null) stderr.write('\n');
  else stderr.write(`\rPreparing the GPU: ${progress.done} of ${progress.total} programs`);
}
