import { useTranslation } from 'react-i18next';
import type { ModelCard } from '../../store/shipped-models.ts';
import { formatCount, formatFixed } from '../../words/format.ts';
import { useSetWords } from '../data-set/use-set-words.ts';
import classes from './Models.module.css';

/** The rest of the card, on request. */
export function ModelDetails({ card }: { readonly card: ModelCard }) {
  const { t } = useTranslation();
  const { nameOf, licenceOf } = useSetWords();
  const { name, dataSet, recipe, training, judge, freshEyes, licence } = card;
  const rows: [string, string][] = [
    [t('models.card.pictures'), [nameOf(dataSet), dataSet.source, licenceOf(dataSet)].filter(Boolean).join(' · ')],
    [
      t('models.card.training'),
      t('models.card.trained', {
        recipe: t(`recipes.${recipe}.name`),
        steps: formatCount(training.steps),
        images: formatCount(training.images),
      }),
    ],
    [
      t('models.card.machine'),
      training.machine ? t(`models.card.machines.${name}`, { defaultValue: training.machine }) : '',
    ],
    [t('models.card.time'), training.seconds === null ? '' : minutes(training.seconds)],
    [
      t('models.card.judge'),
      judge ? t('models.card.judged', { guidance: judge.guidance, steps: judge.steps, date: judge.date }) : '',
    ],
    [t('models.card.frechet'), judge?.frechet == null ? '' : formatFixed(judge.frechet, 2)],
    [
      t('models.card.nearTraining'),
      judge?.nearTraining == null
        ? ''
        : t('models.card.nearTrainingOf', {
            near: formatCount(judge.nearTraining),
            samples: formatCount(judge.samples),
          }),
    ],
    [t('models.card.freshEyes'), freshEyes ? t('models.card.named', { named: freshEyes.named, of: freshEyes.of }) : ''],
    [t('models.card.licence'), licence],
  ];
  const known = rows.filter(([, value]) => value !== '');
  return (
    <details className={classes.details}>
      <summary>{t('models.details')}</summary>
      <dl className={classes.card}>
        {known.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <a href={`models/${name}/README.md`}>{t('models.readme')}</a>
    </details>
  );

  function minutes(seconds: number): string {
    return t('models.card.minutes', { minutes: formatCount(Math.max(1, Math.round(seconds / 60))) });
  }
}
