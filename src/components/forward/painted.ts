import type { BoardCell } from '../../store/board.ts';
import type { NoiseChoice } from '../../store/forward.ts';
import type { Pictures } from '../../store/index.ts';

/**
 * The pictures painted from the noisy one, as long as they belong to what is shown: the same
 * picture with the run's own schedule.
 */
export function paintedFrom(
  cell: BoardCell | undefined,
  original: Pictures | null,
  choice: NoiseChoice | null,
): BoardCell | undefined {
  return choice === null && cell?.call.from?.original === original ? cell : undefined;
}
