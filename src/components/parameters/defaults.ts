import {
  type DataSetFacts,
  type Experiment,
  experimentOn,
  type LookSettings,
  lookDefaults,
  type RecipeName,
  recipes,
} from '../../ml/config.ts';

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
