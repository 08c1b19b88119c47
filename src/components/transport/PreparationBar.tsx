import { Progress, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import classes from './PreparationBar.module.css';

/**
 * A line along the edge of the transport while the GPU's programs are compiled. Screen readers
 * announce the start and the end.
 */
export function PreparationBar() {
  const { t } = useTranslation();
  const progress = usePlayground((state) => state.engine.preparation);
  return (
    <>
      {progress && (
        <Progress.Root className={classes.bar ?? ''} size={2} radius={0} transitionDuration={150}>
          <Progress.Section
            value={(100 * progress.done) / progress.total}
            withAria={false} // the kit's own label gives percents
            role="progressbar"
            aria-valuemax={progress.total}
            aria-valuenow={progress.done}
            aria-label={t('device.preparing')}
            aria-valuetext={t('device.preparingOf', { ...progress })}
          />
        </Progress.Root>
      )}
      <VisuallyHidden role="status">{progress && t('device.preparing')}</VisuallyHidden>
    </>
  );
}
