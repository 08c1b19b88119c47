/** In what two experiments differ: what a run is named by. */
import { type Experiment, type ExperimentKey, recipes } from '../../ml/config.ts';

/** One field, and what it was and is. */
export type Change = {
  readonly [Key in ExperimentKey]: { readonly key: Key; readonly from: Experiment[Key]; readonly to: Experiment[Key] };
}[ExperimentKey];

/** Of every recipe, in the order in which a name has them. */
const common = ['recipe', 'data', 'classes', 'learningRate', 'batchSize', 'epochs'] satisfies ExperimentKey[];

/** Only what the later one's recipe has a use for; the seed last. */
export function changesBetween(before: Experiment, after: Experiment): readonly Change[] {
  const keys: readonly ExperimentKey[] = [...common, ...recipes[after.recipe].options, 'seed'];
  return keys.flatMap((key) => {
    const [from, to] = [before[key], after[key]];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ key, from, to } as Change];
  });
}
