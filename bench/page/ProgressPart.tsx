import { Progress, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './ProgressPart.module.css';
import { isBusy, useBench } from './store.ts';

/** What is being timed. A screen reader announces the beginning of each case, and the end. */
export function ProgressPart() {
  const { t } = useTranslation('bench');
  const phase = useBench((state) => state.phase);
  const progress = useBench((state) => state.progress);
  const fraction = useBench((state) => state.fraction);
  const sentence = useSentence();
  const announced =
    phase === 'done'
      ? t('progress.done')
      : phase === 'cancelled'
        ? t('progress.cancelled')
        : progress && 'case' in progress
          ? t(`case.${progress.case}.title`)
          : '';
  return (
    <>
      {isBusy({ phase }) && (
        <div className={classes.progress}>
          <Progress.Root size={6} transitionDuration={200}>
            <Progress.Section
              value={100 * fraction}
              withAria={false} // Mantine's own announces percents with a dozen digits
              role="progressbar"
              aria-valuenow={Math.round(100 * fraction)}
              aria-label={t('progress.label')}
              aria-valuetext={sentence}
            />
          </Progress.Root>
          <p className={classes.sentence}>{sentence}</p>
        </div>
      )}
      {phase === 'cancelled' && <p className={classes.sentence}>{t('progress.cancelled')}</p>}
      <VisuallyHidden role="status">{announced}</VisuallyHidden>
    </>
  );
}

function useSentence(): string {
  const { t } = useTranslation('bench');
  const progress = useBench((state) => state.progress);
  const cancelling = useBench((state) => state.phase === 'cancelling');
  if (cancelling) return t('progress.cancelling');
  if (!progress) return '';
  switch (progress.kind) {
    case 'starting':
    case 'limits':
      return t(`progress.${progress.kind}`);
    case 'first':
      return t('progress.first', { case: t(`case.${progress.case}.title`), peer: t(`peer.${progress.peer}`) });
    case 'round':
      return t('progress.round', {
        case: t(`case.${progress.case}.title`),
        peer: t(`peer.${progress.peer}`),
        round: progress.round,
        rounds: progress.rounds,
      });
    default:
      return progress satisfies never;
  }
}
