import type { RecipeName } from '../../ml/config.ts';
import { usePlayground } from '../../store/index.ts';

/** The current run's recipe: the form may already have another, which applies with Reset. */
export const useRunRecipe = (): RecipeName =>
  usePlayground(({ run }) => run.status?.experiment.recipe ?? run.draft.recipe);
