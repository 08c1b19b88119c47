import '../../words/notices.ts';
import { type CSSProperties, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardCell } from '../../store/board.ts';
import { formatFixed } from '../../words/format.ts';
import { errorSentence } from '../notices/error-sentence.ts';
import { drawPicture } from '../picture/draw-picture.ts';
import picture from '../picture/Picture.module.css';
import { PicturePlace } from '../picture/Picture.tsx';
import classes from './Board.module.css';

interface CellPicturesProps {
  readonly cell: BoardCell | undefined;
  /** The accessible name. */
  readonly name: string;
  /** Number of placeholders before there are pictures. */
  readonly count: number;
  readonly testId: string;
}

/** The pictures of a cell so far. */
export function CellPictures({ cell, name, count: places, testId }: CellPicturesProps) {
  const { t } = useTranslation();
  const canvases = useRef<(HTMLCanvasElement | null)[]>([]);
  const pictures = cell?.pictures ?? null;
  const count = pictures?.count ?? places;
  useLayoutEffect(() => {
    if (!pictures) return;
    for (const [index, canvas] of canvases.current.entries()) {
      if (canvas && index < pictures.count) drawPicture(canvas, pictures, index);
    }
  }, [pictures]);
  return (
    <div className={classes.pictures} style={{ '--columns': Math.ceil(Math.sqrt(count)) } as CSSProperties}>
      {Array.from({ length: count }, (_, index) =>
        pictures ? (
          <canvas
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the picture
            key={index}
            ref={(canvas) => {
              canvases.current[index] = canvas;
            }}
            role="img"
            aria-label={t('paint.picture', { name, number: index + 1 })}
            data-testid={testId}
            className={picture.picture}
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the place
          <PicturePlace key={index} />
        ),
      )}
    </div>
  );
}

/** The progress of a cell, or its outcome. */
export function CellState({ cell }: { readonly cell: BoardCell | undefined }) {
  const { t } = useTranslation();
  if (!cell) return null;
  const { state, calls, total, milliseconds, failure } = cell;
  if (state === 'failed' && failure) {
    const lost = failure.code === 'device-lost' || failure.code === 'worker-died';
    return <span className={classes.failed}>{lost ? t('paint.lost') : errorSentence(t, failure)}</span>;
  }
  const seconds = t('paint.seconds', { seconds: formatFixed(milliseconds / 1000, 1) });
  if (state === 'painting') return `${t('paint.painting', { calls, total })} · ${seconds}`;
  if (state === 'done') return `${t('paint.calls', { count: calls })} · ${seconds}`;
  return t(`paint.${state}`);
}
