import type { RecipeName } from '../../ml/config.ts';
import { usePlayground } from '../../store/index.ts';

/** The form's recipe: its values are the defaults that a field shows. */
export const useRecipe = (): RecipeName => usePlayground((state) => state.run.draft.recipe);
