import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pictures } from '../../../store/index.ts';
import { Picture, PicturePlace } from '../../picture/Picture.tsx';
import classes from './Sheet.module.css';

interface SheetProps {
  readonly name: string;
  readonly why: string;
  readonly pictures: Pictures | undefined;
  readonly count: number;
  readonly testId: string;
}

/** Pictures of one kind side by side, as large as their number allows. */
export function Sheet({ name, why, pictures, count, testId }: SheetProps) {
  const { t } = useTranslation();
  return (
    <section className={classes.sheet} aria-label={name}>
      <h3 className={classes.name}>{name}</h3>
      <p className={classes.why}>{why}</p>
      <div className={classes.pictures} style={{ '--columns': columnsFor(count) } as CSSProperties}>
        {Array.from({ length: count }, (_, index) =>
          pictures && index < pictures.count ? (
            <Picture
              // biome-ignore lint/suspicious/noArrayIndexKey: the index is the picture
              key={index}
              pictures={pictures}
              index={index}
              label={t('generate.film.picture', { name, number: index + 1 })}
              testId={testId}
            />
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the place
            <PicturePlace key={index} />
          ),
        )}
      </div>
    </section>
  );
}

/** Wider than high; six at most, so that a picture has at least 96 px. */
const columnsFor = (count: number): number => Math.min(6, Math.max(2, Math.ceil(Math.sqrt(count * 1.5))));
