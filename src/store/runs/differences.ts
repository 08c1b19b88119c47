/** The differences between two experiments, which name a run. */
import { type Experiment, type ExperimentKey, recipes } from '../../ml/config.ts';

/** One field, with its old and its new value. */
export type Change = {
  readonly [Key in ExperimentKey]: { readonly key: Key; readonly from: Experiment[Key]; readonly to: Experiment[Key] };
}[ExperimentKey];

/** The fields of every recipe, in the order in which a name lists them. */
const common = ['recipe', 'data', 'classes', 'learningRate', 'batchSize', 'epochs'] satisfies ExperimentKey[];

/** Only fields that the later experiment's recipe uses; the seed comes last. */
export function changesBetween(before: Experiment, after: Experiment): readonly Change[] {
  const keys: readonly ExperimentKey[] = [...common, ...recipes[after.recipe].options, 'seed'];
  return keys.flatMap((key) => {
    const [from, to] = [before[key], after[key]];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ key, from, to } as Change];
  });
}
