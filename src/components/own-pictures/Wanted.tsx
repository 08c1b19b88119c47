import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import type { OwnImport } from '../../store/own-import.ts';
import classes from './OwnPictures.module.css';
import { useOwnImport } from './use-own-import.ts';

/** The set that a link, a checkpoint or a saved run needs, and how to recognize it. */
export function Wanted({ own }: { readonly own: OwnImport }) {
  const { t } = useTranslation();
  const wanted = usePlayground((state) => state.ownPictures.wanted);
  const collected = useOwnImport(own, (state) => state.collected);
  const report = usePlayground((state) => state.notices.report);
  const [id, setId] = useState<string | null>(null);
  useEffect(() => {
    let asked = true;
    setId(null);
    if (collected && wanted) {
      own.identify().then((found) => {
        if (asked) setId(found);
      }, report);
    }
    return () => {
      asked = false;
    };
  }, [own, collected, wanted, report]);
  if (!wanted) return null;
  const values = { count: wanted.count, hash: hashOf(wanted.id) };
  return (
    <section className={classes.wanted}>
      <h3 className={classes.heading}>
        {t('ownPictures.wanted.title', { name: wanted.name || t('ownPictures.wanted.nameless') })}
      </h3>
      <p>{t(wanted.count > 0 ? 'ownPictures.wanted.what' : 'ownPictures.wanted.whatUncounted', values)}</p>
      <p>{t('ownPictures.wanted.how')}</p>
      <p className={id === wanted.id ? classes.advice : classes.failure} aria-live="polite">
        {id !== null &&
          (id === wanted.id ? t('ownPictures.wanted.same') : t('ownPictures.wanted.other', { hash: hashOf(id) }))}
      </p>
    </section>
  );
}

const hashOf = (id: string): string => id.replace(/^own-/, '');
