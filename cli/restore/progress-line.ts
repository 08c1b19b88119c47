/** How far the repair of a large picture is, on stderr. */
import { timeLeft } from '../../src/ml/diffusion/time-left.ts';
import type { RepairProgress } from '../../src/workers/protocol.ts';
import { say } from '../command.ts';

/** A line at most so often, in ms. */
const everyMs = 2000;

/** Of one call. */
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
