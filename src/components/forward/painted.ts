import type { BoardCell } from '../../store/board.ts';
import type { NoiseChoice } from '../../store/forward.ts';
import type { Pictures } from '../../store/index.ts';

/**
 * The pictures that were painted from the noisy one, if they still match what is shown: the same
 * picture and the run's own schedule.
 */
export function paintedFrom(
  cell: BoardCell | undefined,
  original: Pictures | null,
  choice: NoiseChoice | null,
): BoardCell | undefined {
  return choice === null && cell?.call.from?.original === original ? cell : undefined;
}
