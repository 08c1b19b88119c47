import { useTranslation } from 'react-i18next';
import { predictionTypes, shippedSet, shippedSetNames } from '../../ml/config.ts';
import { type Change, changesBetween } from '../../store/runs/differences.ts';
import type { KeptRun } from '../../store/runs/kept-run.ts';
import type { SweepParameter, SweepValue } from '../../store/runs/sweep-values.ts';
import { formatCount, formatLoss } from '../../words/format.ts';
import { useClassWords } from '../data-set/use-class-words.ts';

type NumberKey = 'learningRate' | 'batchSize' | 'epochs' | 'noiseDraws' | 'minSnrGamma' | 'seed';
const numberKeys: readonly string[] = ['learningRate', 'batchSize', 'epochs', 'noiseDraws', 'minSnrGamma', 'seed'];
const isNumber = (change: Change): change is Extract<Change, { key: NumberKey }> => numberKeys.includes(change.key);

/** Only a size can be "halved", not a small count or a name. */
const sizes: readonly string[] = ['learningRate', 'batchSize', 'epochs'];

/** A run's name and description. */
export function useRunWords() {
  const { t } = useTranslation();
  const classWord = useClassWords();

  const setNameOf = ({ experiment: { data }, setName }: KeptRun): string => {
    const shipped = shippedSetNames.find((name) => name === data);
    return shipped ? t(`dataSets.sets.${shipped}.name`) : setName;
  };
  const titleOf = (run: KeptRun): string =>
    t('runs.list.titleOf', { recipe: t(`recipes.${run.experiment.recipe}.name`), set: setNameOf(run) });

  /** The curve may have no value there. */
  const lossOf = (loss: number | undefined): string =>
    loss === undefined ? t('runs.curves.noValue') : formatLoss(loss);

  /** The value as text: a rate of 0.0005, a seed of 4294967295. */
  const wordOf = (change: Change, side: 'from' | 'to'): string => {
    switch (change.key) {
      case 'optimizer':
        return t(`choices.optimizer.${change[side]}`);
      case 'loss':
        return t(`choices.loss.${change[side]}`);
      case 'betaSchedule':
        return t(`choices.betaSchedule.${change[side]}`);
      case 'precision':
        return t(`choices.precision.${change[side]}`);
      case 'predictionType':
        return t(`runs.changes.value.${change[side]}`);
      default:
        return String(change[side]);
    }
  };

  function classesIn({ to }: Extract<Change, { key: 'classes' }>, { experiment: { data } }: KeptRun): string {
    const names = shippedSet(data)?.classNames;
    const [first = 0] = to;
    if (to.length === 1)
      return names
        ? t('runs.changes.onlyClass', { name: classWord(data, names[first]) })
        : t('runs.changes.onlyNumber', { number: first });
    if (!names || to.length === names.length) return t('runs.changes.everyClass');
    return t('runs.changes.someClasses', { some: to.length, all: names.length });
  }

  function changeIn(change: Change, run: KeptRun): string {
    const what = t(`runs.changes.what.${change.key}`);
    if (change.key === 'classes') return classesIn(change, run);
    if (typeof change.to === 'boolean') return t(`runs.changes.${change.to ? 'on' : 'off'}`, { what });
    const to = wordOf(change, 'to');
    if (isNumber(change) && sizes.includes(change.key) && run.swept !== change.key) {
      if (change.to * 2 === change.from) return t('runs.changes.halved', { what });
      if (change.to === change.from * 2) return t('runs.changes.doubled', { what });
    }
    const isAbsolute = run.swept === change.key || !run.comparedWithRunBefore || change.key === 'seed';
    return isAbsolute
      ? t('runs.changes.is', { what, to })
      : t('runs.changes.instead', { what, to, from: wordOf(change, 'from') });
  }

  /** Omits recipe and set, which are in the title. */
  function changesOf(run: KeptRun): readonly string[] {
    const { experiment, comparedWith, swept } = run;
    const all = changesBetween(comparedWith, experiment).filter(({ key }) => key !== 'recipe' && key !== 'data');
    // The swept value is named for each run of a sweep, even for the run that has the usual value.
    const own = sweptIn(run);
    const told = own && !all.some(({ key }) => key === swept) ? [own, ...all] : all;
    return told.map((change) => changeIn(change, run));
  }

  /** The name of a single run, without the others in view. */
  const shortOf = (run: KeptRun): string => {
    if (run.name !== null) return run.name;
    const changes = changesOf(run);
    if (changes.length > 0) return changes.join(t('page.comma'));
    return run.comparedWithRunBefore ? t('runs.list.again') : titleOf(run);
  };

  const longOf = (run: KeptRun): string => {
    if (run.name !== null) return run.name;
    const changes = changesOf(run);
    const title = titleOf(run);
    if (changes.length > 0) return t('runs.list.named', { title, changes: changes.join(t('page.comma')) });
    return run.comparedWithRunBefore ? t('runs.list.named', { title, changes: t('runs.list.again') }) : title;
  };

  return {
    lossOf,
    setNameOf,
    titleOf,
    changesOf,
    /** Names of the runs by id; each name is unique. */
    namesOf: (runs: readonly KeptRun[], length: 'long' | 'short' = 'long'): ReadonlyMap<string, string> => {
      const names = new Map<string, string>();
      const often = new Map<string, number>();
      for (const run of runs) {
        const name = length === 'long' ? longOf(run) : shortOf(run);
        const number = (often.get(name) ?? 0) + 1;
        often.set(name, number);
        names.set(run.id, number === 1 ? name : t('runs.list.repeated', { name, number }));
      }
      return names;
    },
    /** `isShown`: only the current run is called paused; any other one has stopped. */
    factsOf: ({ step, phase, curve }: KeptRun, isShown: boolean): string => {
      const loss = curve.smoothed.at(-1);
      const values = {
        step: formatCount(step),
        phase: t(`runs.list.phase.${isShown && phase === 'resting' ? 'paused' : phase}`),
      };
      return loss === undefined
        ? t('runs.list.facts', values)
        : t('runs.list.factsLoss', { ...values, loss: formatLoss(loss) });
    },
  };
}

/** The value that a sweep gave the run, as a change. */
function sweptIn({ experiment, swept }: KeptRun): Change | null {
  if (!swept) return null;
  const [change] = changesBetween({ ...experiment, [swept]: null }, experiment);
  return change ?? null;
}

/** The text of a sweep's value. */
export function useValueWords() {
  const { t } = useTranslation();
  return (parameter: SweepParameter, value: SweepValue): string => {
    const prediction = predictionTypes.find((name) => name === value);
    if (parameter === 'predictionType' && prediction) return t(`runs.changes.value.${prediction}`);
    if (parameter === 'optimizer') return t(`choices.optimizer.${value === 'muon' ? 'muon' : 'adamw'}`);
    return String(value);
  };
}
