import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { formatFixed } from '../../words/format.ts';
import { QuestionMark } from '../frame/QuestionMark.tsx';
import classes from './LossByTimestep.module.css';

const places: readonly number[] = Array.from({ length: 10 }, (_, index) => index);

/** Two significant digits, whatever the size. */
const formatBucket = (loss: number): string =>
  (loss < 0.0095 ? formatFixed(loss, 3) : formatFixed(loss, 2)).replace(/^0/, '');

/**
 * The loss by noise level: one bar for each tenth of the timesteps, with its number. Before there
 * is an evaluation, it says what fills it.
 */
export function LossByTimestep({ buckets }: { readonly buckets: Float32Array | undefined }) {
  const { t } = useTranslation();
  const isOff = usePlayground((state) => state.look.evaluateEvery === 0);
  const empty = isOff ? t('evaluation.off') : t('lossPanel.bucketsEmpty');
  const highest = buckets ? Math.max(...buckets) : 0;
  return (
    <figure className={classes.figure}>
      <figcaption>
        <div className={classes.head}>
          <h3 className={classes.name}>{t('lossPanel.buckets')}</h3>
          <QuestionMark term={t('lossPanel.buckets')} reason={t('lossPanel.bucketsHelp')} />
        </div>
        <p className={classes.why}>{buckets ? t('lossPanel.bucketsWhy') : empty}</p>
      </figcaption>
      <ol className={classes.bars} aria-label={t('lossPanel.buckets')}>
        {places.map((place) => {
          const loss = buckets?.[place];
          return (
            <li key={place} className={classes.bar}>
              <span className={classes.number}>{loss === undefined ? '' : formatBucket(loss)}</span>
              <span className={classes.column} style={{ height: `${100 * ((loss ?? 0) / (highest || 1))}%` }} />
            </li>
          );
        })}
      </ol>
      <p className={classes.axis} aria-hidden>
        <span>{t('lossPanel.littleNoise')}</span>
        <span>{t('lossPanel.muchNoise')}</span>
      </p>
    </figure>
  );
}
