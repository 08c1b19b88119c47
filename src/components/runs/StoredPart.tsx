import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clearStored, measureStored, type Stored, type StoredKind, storedKinds } from '../../offline/stored.ts';
import { usePlayground } from '../../store/index.ts';
import { formatFixed, formatMegabytes, joinSentences } from '../../words/format.ts';
import classes from './StoredPart.module.css';

/** What else this browser stores, so that the page opens and works without a network connection. */
export function StoredPart() {
  const { t } = useTranslation();
  const report = usePlayground((state) => state.notices.report);
  const [stored, setStored] = useState<Stored | null>(null);
  useEffect(() => {
    measureStored().then(setStored, report);
  }, [report]);
  if (!stored) return null;
  const clear = (kind: StoredKind): void => {
    clearStored(kind).then(measureStored).then(setStored).catch(report);
  };
  const { bytes, all } = stored;
  return (
    <section className={classes.stored} aria-label={t('runs.stored.title')}>
      <h3 className={classes.title}>{t('runs.stored.title')}</h3>
      <ul className={classes.kinds}>
        {storedKinds.map((kind) => (
          <li key={kind} className={classes.kind}>
            <span className={classes.what}>
              {t(bytes[kind] > 0 ? `runs.stored.kinds.${kind}` : `runs.stored.none.${kind}`, {
                size: formatMegabytes(bytes[kind]),
              })}
            </span>
            {bytes[kind] > 0 && (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t(`runs.stored.clear.${kind}`)}
                onClick={() => clear(kind)}
              >
                {t('runs.stored.clear.short')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p>
        {joinSentences(
          t('runs.stored.about'),
          all && t('runs.stored.all', { usage: formatMegabytes(all.usage), quota: formatFixed(all.quota / 1e9, 1) }),
        )}
      </p>
    </section>
  );
}
