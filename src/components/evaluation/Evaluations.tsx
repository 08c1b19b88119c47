import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { EarlierSamples } from './EarlierSamples.tsx';
import classes from './Evaluations.module.css';
import { GradientNorm } from './GradientNorm.tsx';
import { LossByTimestep } from './LossByTimestep.tsx';
import { NewestSamples } from './NewestSamples.tsx';
import { useEvaluations } from './use-evaluations.ts';

export function Evaluations() {
  const { t } = useTranslation();
  const evaluations = useEvaluations();
  const every = usePlayground((state) => state.look.evaluateEvery);
  const newest = evaluations.at(-1);
  return (
    <div className={classes.evaluations}>
      <section className={classes.samples} aria-label={t('evaluation.samples')}>
        <h3 className={classes.name}>{t('evaluation.samples')}</h3>
        <p className={classes.why}>{newest ? t('evaluation.samplesWhy') : t('evaluation.empty', { every })}</p>
        <NewestSamples evaluation={newest} />
        <EarlierSamples evaluations={evaluations.slice(0, -1)} />
      </section>
      <div className={classes.numbers}>
        <LossByTimestep buckets={newest?.buckets} />
        <GradientNorm />
      </div>
    </div>
  );
}
