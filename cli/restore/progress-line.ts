/** Progress of the repair of a large picture, on stderr. */
import { timeLeft } from '../../src/ml/diffusion/time-left.ts';
import type { RepairProgress } from '../../src/workers/protocol.ts';
import { say } from '../command.ts';

/** Minimum time between two lines, in ms. */
const everyMs = 2000;

/** For one call. */
export function progressLine(): (progress: Omit<RepairProgress, 'call'>) => void {
  const left = timeLeft();
  let last = performance.now();
  return (progress) => {
    const milliseconds = left(progress);
    if (performance.now() - last < everyMs) return;
    last = performance.now();
    const { pass, passes, part, parts } = progress;
    const rest = milliseconds === null ? '' : `, ${Math.ceil(milliseconds / 1000)} s left`;
    say(`pass ${pass} of ${passes}, part ${part} of ${parts}${rest}`);
  };
}
