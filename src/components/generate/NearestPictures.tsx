import { useTranslation } from 'react-i18next';
import { type NearestFound, runSet, usePlayground } from '../../store/index.ts';
import { formatCount, formatFixed } from '../../words/format.ts';
import { useClassWords } from '../data-set/use-class-words.ts';
import { Picture } from '../picture/Picture.tsx';
import classes from './NearestPictures.module.css';

/** Each generated picture beside the training picture that is nearest to it. */
export function NearestPictures({ found }: { readonly found: NearestFound }) {
  const { t } = useTranslation();
  const set = usePlayground(runSet);
  const classWord = useClassWords();
  const { samples, pictures, distances, indices, labels, compared } = found;
  return (
    <section className={classes.nearest} aria-label={t('generate.nearest.title')}>
      <p className={classes.note}>{t('generate.nearest.about', { compared: formatCount(compared) })}</p>
      <ol className={classes.pairs}>
        {Array.from({ length: pictures.count }, (_, index) => {
          const name = classWord(set?.id, set?.classNames[labels[index] ?? 0]);
          const number = (indices[index] ?? 0) + 1;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the picture
            <li key={index} className={classes.pair}>
              <Picture
                pictures={samples}
                index={index}
                label={t('generate.nearest.generated', { number: index + 1 })}
                testId="nearest-sample"
              />
              <Picture
                pictures={pictures}
                index={index}
                label={t('generate.nearest.training', { number: formatCount(number) })}
                testId="nearest-training"
              />
              <p className={classes.note}>
                {name && `${name} · `}
                {t('generate.nearest.distance', { distance: formatFixed(distances[index] ?? 0, 3) })}
              </p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
