import { useTranslation } from 'react-i18next';
import { costOf, recipes, stepBytesOf } from '../../ml/config.ts';
import { formSet, usePlayground, waitsForReset } from '../../store/index.ts';
import classes from './ParametersRoom.module.css';
import { laptopFlops, roughTime, twoDigits } from './recipe-time.ts';

/** What the form's recipe costs on its data set: computed, and by this device's own speed once that has been measured. */
export function RecipeCost() {
  const { t } = useTranslation();
  const set = usePlayground(formSet);
  const draft = usePlayground((state) => state.run.draft);
  const measured = usePlayground((state) => state.run.deviceFlops);
  const measuredBytes = usePlayground(({ run }) =>
    run.status && !waitsForReset(run.draft, run.status) ? run.status.stepBytes : null,
  );
  if (!set) return null;
  const recipe = recipes[draft.recipe];
  const cost = costOf(recipe, set);
  const share = draft.classes.length / Math.max(1, set.classNames.length);
  const images = draft.epochs * set.counts.train * share;
  const { unit, count } = roughTime((images * cost.trainingFlops) / (measured ?? laptopFlops));
  const megabytes = (measuredBytes ?? stepBytesOf(recipe, cost, draft.batchSize)) / 1e6;
  const memory =
    megabytes < 1000
      ? t('recipe.megabytes', { count: twoDigits(megabytes) })
      : t('recipe.gigabytes', { count: twoDigits(megabytes / 100) / 10 });
  const time = t(`recipe.time.${unit}`, { count });
  const size = (cost.parameters / 1e6).toFixed(cost.parameters < 1e6 ? 2 : 1);
  return (
    <p className={classes.cost}>{t(`recipe.cost.${measured ? 'measured' : 'estimated'}`, { size, time, memory })}</p>
  );
}
