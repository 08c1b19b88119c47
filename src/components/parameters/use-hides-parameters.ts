import { leavesOut } from '../../share/page-frame.ts';
import { usePlayground } from '../../store/index.ts';

/**
 * Whether the link hides settings (`hide=parameters`): in every view, all that its main button does
 * not need.
 */
export const useHidesParameters = (): boolean => usePlayground(({ frame }) => leavesOut(frame, 'parameters'));
