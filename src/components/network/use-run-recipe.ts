import type { RecipeName } from '../../ml/config.ts';
import { usePlayground } from '../../store/index.ts';

/** The current run's recipe. The form may already have another one, which applies at Reset. */
export const useRunRecipe = (): RecipeName =>
  usePlayground(({ run }) => run.status?.experiment.recipe ?? run.draft.recipe);
