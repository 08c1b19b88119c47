import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pictureGrid } from '../../share/png.ts';
import { usePlayground } from '../../store/index.ts';
import type { Collected, OwnImport, Shown } from '../../store/own-import.ts';
import { formatCount } from '../../words/format.ts';
import classes from './OwnPictures.module.css';

/** Pictures on one page, drawn on one canvas, however many there are. */
const perPage = 96;
const columns = 12;

interface PreviewProps {
  readonly own: OwnImport;
  readonly collected: Collected;
}

/** All pictures as the network will see them, page by page. */
export function Preview({ own, collected }: PreviewProps) {
  const { t } = useTranslation();
  const report = usePlayground((state) => state.notices.report);
  const count = collected.counts.pictures;
  const [page, setPage] = useState(0);
  const [shown, setShown] = useState<Shown | null>(null);
  const last = Math.max(0, Math.ceil(count / perPage) - 1);
  const first = Math.min(page, last) * perPage;

  useEffect(() => {
    let wanted = true;
    // `collected` is a new object whenever the pictures change.
    own.show(collected.counts.pictures > first ? first : 0, perPage).then((some) => {
      if (wanted) setShown(some);
    }, report);
    return () => {
      wanted = false;
    };
  }, [own, collected, first, report]);

  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !shown || shown.pictures.count === 0) return;
    const { width, height, rgba } = pictureGrid(shown.pictures, columns);
    context.canvas.width = width;
    context.canvas.height = height;
    context.putImageData(new ImageData(rgba, width, height), 0, 0);
  }, [shown]);

  const values = {
    first: formatCount(first + 1),
    last: formatCount(Math.min(count, first + perPage)),
    all: formatCount(count),
  };
  return (
    <section className={classes.preview}>
      <canvas ref={canvas} role="img" aria-label={t('ownPictures.preview.label', values)} className={classes.grid} />
      <div className={classes.row}>
        <span className={classes.note}>{t('ownPictures.preview.label', values)}</span>
        {last > 0 && (
          <>
            <ActionIcon
              variant="default"
              size={32}
              aria-label={t('ownPictures.preview.earlier')}
              disabled={first === 0}
              onClick={() => setPage(Math.max(0, page - 1))}
            >
              <IconChevronLeft size={18} />
            </ActionIcon>
            <ActionIcon
              variant="default"
              size={32}
              aria-label={t('ownPictures.preview.later')}
              disabled={first + perPage >= count}
              onClick={() => setPage(Math.min(last, page + 1))}
            >
              <IconChevronRight size={18} />
            </ActionIcon>
          </>
        )}
      </div>
    </section>
  );
}
