import { type CSSProperties, type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { drawPicture } from '../../picture/draw-picture.ts';
import picture from '../../picture/Picture.module.css';
import { PicturePlace } from '../../picture/Picture.tsx';
import classes from './Sheet.module.css';
import { useScene } from './use-film-view.ts';

interface SheetProps {
  readonly name: string;
  readonly why: string;
  /** The part of the scene. */
  readonly part: 'from' | 'to';
  /** Whether there is a scene. */
  readonly there: boolean;
  readonly count: number;
  readonly testId: string;
  /** The picture whose film strip is shown. */
  readonly picked: number;
  readonly onPick: (index: number) => void;
  readonly onEnlarge: (index: number) => void;
}

/**
 * Pictures of one kind side by side, as large as their number allows. Drawn at every step of the
 * film; rendered only when their number changes.
 */
export function Sheet({ name, why, part, there, count, testId, picked, onPick, onEnlarge }: SheetProps) {
  const { t } = useTranslation();
  const canvases = useRef<(HTMLCanvasElement | null)[]>([]);
  const sheet = useRef<HTMLDivElement>(null);
  useScene((scene) => {
    if (!scene) return;
    for (const [index, canvas] of canvases.current.entries()) {
      if (canvas && index < scene[part].count) drawPicture(canvas, scene[part], index);
    }
  });
  const move = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columnsFor(count), ArrowUp: -columnsFor(count) }[event.key];
    const next = picked + (by ?? 0);
    if (by === undefined || next < 0 || next >= count) return;
    event.preventDefault();
    onPick(next);
    sheet.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <section className={classes.sheet} aria-label={name}>
      <h3 className={classes.name}>{name}</h3>
      <p className={classes.why}>{why}</p>
      <div ref={sheet} className={classes.pictures} style={{ '--columns': columnsFor(count) } as CSSProperties}>
        {Array.from({ length: count }, (_, index) =>
          there ? (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: the index is the picture
              key={index}
              type="button"
              className={classes.enlarge}
              aria-label={t('generate.film.enlarge', { name, number: index + 1 })}
              // One tab stop for all of them; arrow keys move between them.
              tabIndex={part === 'to' && index === Math.min(picked, count - 1) ? 0 : -1}
              onKeyDown={move}
              onClick={() => onEnlarge(index)}
            >
              <canvas
                ref={(canvas) => {
                  canvases.current[index] = canvas;
                }}
                role="img"
                aria-label={t('generate.film.picture', { name, number: index + 1 })}
                data-testid={testId}
                className={picture.picture}
              />
            </button>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the place
            <PicturePlace key={index} />
          ),
        )}
      </div>
    </section>
  );
}

/** Wider than high; at most six columns, so that a picture can be recognized. */
const columnsFor = (count: number): number => Math.min(6, Math.max(2, Math.ceil(Math.sqrt(count))));
