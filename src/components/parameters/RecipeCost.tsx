import { useTranslation } from 'react-i18next';
import { costOf, milestoneOf, recipes, stepBytesOf } from '../../ml/config.ts';
import { formSet, isMeasuredHere, usePlayground, waitsForReset } from '../../store/index.ts';
import { formatCount, formatFixed, joinSentences } from '../../words/format.ts';
import classes from './ParametersPanel.module.css';
import { roughTime, speedOf, twoDigits } from './recipe-time.ts';

/**
 * The cost of the form's recipe on its data set, and when its pictures can be recognized. Uses this
 * device's own speed once it has been measured.
 */
export function RecipeCost() {
  const { t } = useTranslation();
  const set = usePlayground(formSet);
  const draft = usePlayground((state) => state.run.draft);
  const measured = usePlayground((state) => state.run.deviceFlops);
  const ofThisRecipe = usePlayground(isMeasuredHere);
  const device = usePlayground((state) => state.engine.device);
  const measuredBytes = usePlayground(({ run }) =>
    run.status && !waitsForReset(run.draft, run.status) ? run.status.stepBytes : null,
  );
  if (!set) return null;
  const recipe = recipes[draft.recipe];
  const cost = costOf(recipe, set);
  const share = draft.classes.length / Math.max(1, set.classNames.length);
  const images = draft.epochs * set.counts.train * share;
  const { flops, basis } = speedOf(measured, device, ofThisRecipe);
  const timeOf = (images: number) => {
    const { unit, count } = roughTime((images * cost.trainingFlops) / flops);
    return t(`recipe.time.${unit}`, { count });
  };
  const megabytes = (measuredBytes ?? stepBytesOf(recipe, cost, draft.batchSize)) / 1e6;
  const memory =
    megabytes < 1000
      ? t('recipe.megabytes', { count: twoDigits(megabytes) })
      : t('recipe.gigabytes', { count: twoDigits(megabytes / 100) / 10 });
  const size = formatFixed(cost.parameters / 1e6, cost.parameters < 1e6 ? 2 : 1);
  const milestone = milestoneOf(draft, set);
  const recognized = milestone
    ? t('recipe.named', {
        seen: t(`recipe.milestone.${milestone.data}`),
        time: timeOf(milestone.images),
        where: t(`recipe.likewise.${basis}`),
        images: formatCount(milestone.images),
        samples: formatCount(milestone.samples),
        percent: milestone.namedPercent,
        guidance: milestone.guidance,
      })
    : t('recipe.unmeasured');
  return (
    <p className={classes.cost}>
      {joinSentences(
        t('recipe.cost', { size, memory, time: timeOf(images), where: t(`recipe.where.${basis}`) }),
        recipe.kind === 'diffusion' && recognized,
      )}
    </p>
  );
}
