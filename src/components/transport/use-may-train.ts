import { leavesOut } from '../../share/page-frame.ts';
import { usePlayground } from '../../store/index.ts';

/**
 * Whether the page offers what begins a training: not where the link leaves it out
 * (`hide=training`).
 */
export const useMayTrain = (): boolean => usePlayground(({ frame }) => !leavesOut(frame, 'training'));

/**
 * The same for a training with another recipe or on another data set, which the link may leave out,
 * too.
 */
export function useMayTrainAnother(): boolean {
  const choosesRecipe = usePlayground(({ frame }) => !leavesOut(frame, 'recipe'));
  return useMayTrain() && choosesRecipe;
}
