import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { lazyPart } from '../frame/lazy-part.tsx';
import { Panel } from '../frame/Panel.tsx';
import { useNetworkKind } from '../network/use-network.ts';
import classes from './EvaluationPanel.module.css';

// Needed only with the first evaluation, long after the first step.
const TimeLapse = lazyPart(async () => (await import('./TimeLapse.tsx')).TimeLapse);

/**
 * The progress of a network with a sampler. A network that answers in one pass has nothing to show
 * here.
 */
export function EvaluationPanel() {
  const { t } = useTranslation();
  const kind = useNetworkKind();
  const every = usePlayground((state) => state.look.evaluateEvery);
  if (kind !== 'diffusion') return null;
  return (
    <Panel
      title={t('evaluation.title')}
      about={t('evaluation.about')}
      aside={<span className={classes.when}>{every > 0 ? t('evaluation.every', { every }) : t('evaluation.off')}</span>}
    >
      <Suspense fallback={<div className={classes.place} />}>
        <TimeLapse />
      </Suspense>
    </Panel>
  );
}
