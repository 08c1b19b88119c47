import { useTranslation } from 'react-i18next';
import { fewestPictures } from '../../own-pictures/limits.ts';
import { enoughToInvent } from '../../store/index.ts';
import type { Collected } from '../../store/own-import.ts';
import { formatCount, formatMegabytes } from '../../words/format.ts';
import { useSentences } from '../notices/sentence.ts';
import classes from './OwnPictures.module.css';

/** Number of class names that are listed; of a thousand, only the first few. */
const namedClasses = 12;

/**
 * The result of reading the files: the numbers of pictures and classes, and what was left out and
 * why.
 */
export function Found({ collected: { counts, classes: found, bytes } }: { readonly collected: Collected }) {
  const { t } = useTranslation();
  const sentences = useSentences();
  const { pictures, copies, blank, broken, problems } = counts;
  const names = found.slice(0, namedClasses).map(({ name, count }) => `${name} (${formatCount(count)})`);
  const more = found.length > namedClasses ? ', …' : '';
  const facts = [
    t('ownPictures.found.pictures', { count: pictures }),
    found.length > 1 &&
      t('ownPictures.found.classes', { count: found.length, names: names.join(t('page.comma')) + more }),
    t('ownPictures.found.memory', { size: formatMegabytes(Math.max(bytes, 1e5)) }),
    copies > 0 && t('ownPictures.found.copies', { count: copies }),
    blank > 0 && t('ownPictures.found.blank', { count: blank }),
  ];
  return (
    <section className={classes.found} aria-live="polite">
      <p>{facts.filter(Boolean).join(' · ')}</p>
      {pictures < fewestPictures && (
        <p className={classes.failure}>{t('ownPictures.found.tooFew', { least: fewestPictures })}</p>
      )}
      {pictures >= fewestPictures && pictures < enoughToInvent && (
        <p className={classes.advice}>{t('ownPictures.few', { enough: enoughToInvent })}</p>
      )}
      {broken > 0 && (
        <>
          <p>{t('ownPictures.found.broken', { count: broken })}</p>
          <ul className={classes.problems}>
            {problems.map((report) => (
              <li key={`${report.code} ${report.values.name}`}>{sentences({ kind: 'error', report })}</li>
            ))}
            {broken > problems.length && <li>{t('ownPictures.found.more', { count: broken - problems.length })}</li>}
          </ul>
        </>
      )}
    </section>
  );
}
