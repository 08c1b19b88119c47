import { useTranslation } from 'react-i18next';
import classes from './FailureSentence.module.css';
import { useBench } from './store.ts';

/** There from the beginning, so that a screen reader hears what comes into it. */
export function FailureSentence() {
  const { t } = useTranslation('bench');
  const failure = useBench((state) => state.failure);
  return (
    <div role="alert" className={failure ? classes.failure : undefined}>
      {failure && t(`failed.${failure.kind}`, { reason: failure.reason })}
    </div>
  );
}
