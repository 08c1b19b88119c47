import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { EarlierSamples } from './EarlierSamples.tsx';
import classes from './Evaluations.module.css';
import { NewestSamples } from './NewestSamples.tsx';
import { useEvaluations } from './use-evaluations.ts';

export function Evaluations() {
  const { t } = useTranslation();
  const evaluations = useEvaluations();
  const every = usePlayground((state) => state.look.evaluateEvery);
  const newest = evaluations.at(-1);
  return (
    <div className={classes.evaluations}>
      <section aria-label={t('evaluation.samples')}>
        <h3 className={classes.name}>{t('evaluation.samples')}</h3>
        <p className={classes.why}>{newest ? t('evaluation.samplesWhy') : t('evaluation.empty', { every })}</p>
        <NewestSamples evaluation={newest} />
      </section>
      <section aria-label={t('evaluation.earlier')}>
        <h3 className={classes.name}>{t('evaluation.earlier')}</h3>
        <p className={classes.why}>{t('evaluation.earlierWhy')}</p>
        <EarlierSamples evaluations={evaluations.slice(0, -1)} />
      </section>
    </div>
  );
}
