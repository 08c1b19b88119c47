/** A run that goes on from a checkpoint may be told again what the checkpoint says, as in one line of a script, but nothing else. */
import { classNames, type Experiment } from '../../src/ml/config.ts';

const flags = { recipe: 'recipe', batchSize: 'batch', seed: 'seed', classes: 'classes' } as const;

/** What cannot change within a run; null where it was not given. */
export type FixedOptions = { readonly [K in keyof typeof flags]: Experiment[K] | null };

/** One sentence that names the first option that the checkpoint's run contradicts; null where all agree. */
export function contradiction(given: FixedOptions, run: Experiment): string | null {
  const pairs = [
    [flags.recipe, given.recipe, run.recipe],
    [flags.batchSize, given.batchSize, run.batchSize],
    [flags.seed, given.seed, run.seed],
    [flags.classes, given.classes && inWords(given.classes), inWords(run.classes)],
  ] as const;
  const other = pairs.find(([, asked, is]) => asked !== null && asked !== is);
  if (other === undefined) return null;
  const [flag, asked, is] = other;
  return `--${flag} ${asked} contradicts the checkpoint of --resume, whose run has ${is}.`;
}

const inWords = (classes: readonly number[]): string => classes.map((index) => classNames[index]).join(',');
