/** What the first step waits for, on stderr: on a terminal one line that counts, elsewhere nothing. */
import type { PreparationProgress } from '../src/workers/protocol.ts';

export function preparationLine(progress: PreparationProgress | null): void {
  const { stderr } = process;
  if (!stderr.isTTY) return;
  if (progress === null) stderr.write('\n');
  else stderr.write(`\rPreparing the GPU: ${progress.done} of ${progress.total} programs`);
}
