import { type Experiment, type LookSettings, lookDefaults, type RecipeName, recipes } from '../../ml/config.ts';

type Settings = Experiment & LookSettings;

/** What the recipe sets the parameter to, or, of what is no part of the experiment, what the page does. */
export function defaultOf<Key extends keyof Settings>(parameter: Key, recipe: RecipeName): Settings[Key] {
  const defaults: Settings = { ...recipes[recipe].experiment, ...lookDefaults };
  return defaults[parameter];
}
