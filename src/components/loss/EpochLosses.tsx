import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { usePlayground } from '../../store/index.ts';
import { formatLoss } from '../../words/format.ts';
import classes from './EpochLosses.module.css';

/** The lines that the article's program prints, word for word. */
export function EpochLosses() {
  const { t } = useTranslation();
  // Each status has a new array, ten times a second; the thousands of lines are rendered again only
  // when an epoch has ended.
  const losses = usePlayground(useShallow((state) => state.run.status?.epochLosses ?? []));
  const epochs = usePlayground((state) => state.run.status?.experiment.epochs ?? 0);
  return (
    <div className={classes.epochs}>
      <h3 className={classes.title}>{t('lossPanel.epochs')}</h3>
      {losses.length === 0 && <p className={classes.none}>{t('lossPanel.epochsNone')}</p>}
      {losses.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        <ol className={classes.list} tabIndex={0} aria-label={t('lossPanel.epochs')}>
          {losses.map((loss, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the epoch
            <li key={index}>{t('lossPanel.epochLine', { epoch: index + 1, epochs, loss: formatLoss(loss) })}</li>
          ))}
        </ol>
      )}
    </div>
  );
}
