import type { RecipeName } from '../../ml/config.ts';
import { usePlayground } from '../../store/index.ts';

/** The recipe that the form is of: its values are the defaults that a field names. */
export const useRecipe = (): RecipeName => usePlayground((state) => state.run.draft.recipe);
