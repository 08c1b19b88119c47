import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { formatLoss } from '../../words/format.ts';
import classes from './EpochLosses.module.css';

/** The lines that the article's program prints, word for word. */
export function EpochLosses() {
  const { t } = useTranslation();
  const finished = usePlayground((state) => state.run.status?.epochLosses.length ?? 0);
  const losses = usePlayground((state) => state.run.status?.epochLosses);
  const epochs = usePlayground((state) => state.run.status?.experiment.epochs ?? 0);
  return (
    <div className={classes.epochs}>
      <h3 className={classes.title}>{t('lossRoom.epochs')}</h3>
      {finished === 0 && <p className={classes.none}>{t('lossRoom.epochsNone')}</p>}
      {finished > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        <ol className={classes.list} tabIndex={0} aria-label={t('lossRoom.epochs')}>
          {losses?.map((loss, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the epoch
            <li key={index}>{t('lossRoom.epochLine', { epoch: index + 1, epochs, loss: formatLoss(loss) })}</li>
          ))}
        </ol>
      )}
    </div>
  );
}
