import { useTranslation } from 'react-i18next';
import type { ChoiceKey, ParameterKey, SwitchKey } from '../../ml/config.ts';
import { formSet, usePlayground } from '../../store/index.ts';
import { defaultOf } from './defaults.ts';
import { useRecipe } from './use-recipe.ts';

/**
 * Labels of the parameters, in the form or the look settings, that differ from the recipe's values.
 */
export function useChanged(keys: readonly (ChoiceKey | ParameterKey | SwitchKey)[]): readonly string[] {
  const { t } = useTranslation();
  const recipe = useRecipe();
  const set = usePlayground(formSet);
  const draft = usePlayground((state) => state.run.draft);
  const look = usePlayground((state) => state.look);
  const values = { ...draft, ...look };
  return keys.filter((key) => values[key] !== defaultOf(key, recipe, set)).map((key) => t(`parameters.${key}.label`));
}
