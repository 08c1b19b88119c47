import type { RecipeName } from '../../ml/config.ts';
import { usePlayground } from '../../store/index.ts';

/** Of the run that is there: the form may already say another, which comes with Reset. */
export const useRunRecipe = (): RecipeName =>
  usePlayground(({ run }) => run.status?.experiment.recipe ?? run.draft.recipe);
