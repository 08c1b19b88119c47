import { useTranslation } from 'react-i18next';
import {
  type ChoiceKey,
  type DataSetFacts,
  type Experiment,
  experimentOn,
  type LookSettings,
  lookDefaults,
  type ParameterKey,
  type RecipeName,
  recipes,
  type SwitchKey,
} from '../../ml/config.ts';
import { formSet, usePlayground } from '../../store/index.ts';

type Settings = Experiment & LookSettings;

/**
 * The recipe's value of the parameter on this set (null: a set that is not in this browser). For
 * parameters outside the experiment, the page's value.
 */
export function defaultOf<Key extends keyof Settings>(
  parameter: Key,
  recipe: RecipeName,
  set: DataSetFacts | null,
): Settings[Key] {
  const experiment = set ? experimentOn(recipes[recipe], set) : recipes[recipe].experiment;
  const defaults: Settings = { ...experiment, ...lookDefaults };
  return defaults[parameter];
}

/** The default among the options that fit a network: the page's own if it fits, else the first. */
export const fittingDefault = (options: readonly string[], standard: string): string =>
  options.includes(standard) ? standard : (options[0] ?? standard);

/** The form's recipe: its values are the defaults that a field shows. */
export const useRecipe = (): RecipeName => usePlayground((state) => state.run.draft.recipe);

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
