import { useElementSize } from '@mantine/hooks';
import { type CSSProperties, useEffect, useRef } from 'react';
import { usePlaygroundStore } from '../../../store/index.ts';
import { cellsFor, StripPainter } from './draw-strip.ts';
import classes from './FilmStrip.module.css';
import { Scrubber } from './Scrubber.tsx';
import { useFilmFact } from './use-film-view.ts';

/**
 * The film of one picture from noise to result, with a playhead to move along it. It fills while
 * the network works.
 */
export function FilmStrip({ picture }: { readonly picture: number }) {
  const store = usePlaygroundStore();
  const total = useFilmFact((view) => view.total);
  const { ref, width } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const cells = cellsFor(width, total);

  useEffect(() => {
    if (!canvas.current) return;
    const painter = new StripPainter(canvas.current, { width, cells, total, picture });
    const paint = (): void => painter.paint(store.getState().generate);
    paint();
    return store.subscribe(({ generate }, { generate: before }) => {
      if (generate.film !== before.film || generate.result !== before.result) paint();
    });
  }, [store, width, cells, total, picture]);

  return (
    <div ref={ref} className={classes.strip} style={{ '--cells': cells } as CSSProperties}>
      <canvas ref={canvas} className={classes.frames} aria-hidden />
      <Scrubber className={classes.playhead} />
    </div>
  );
}
