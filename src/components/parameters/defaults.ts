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

/** What the recipe sets the parameter to on this set (null: one that is not here), or, of what is no part of the experiment, what the page does. */
export function defaultOf<Key extends keyof Settings>(
  parameter: Key,
  recipe: RecipeName,
  set: DataSetFacts | null,
): Settings[Key] {
  const experiment = set ? experimentOn(recipes[recipe], set) : recipes[recipe].experiment;
  const defaults: Settings = { ...experiment, ...lookDefaults };
  return defaults[parameter];
}
