import { useElementSize } from '@mantine/hooks';
import { type CSSProperties, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../../store/index.ts';
import { formatTimestep } from '../../../words/format.ts';
import { cellsFor, drawStrip } from './draw-strip.ts';
import classes from './FilmStrip.module.css';
import { placeOf, type Scene } from './scene.ts';

/** The way from noise to picture, of the first picture, and a playhead to move along it. It fills while the network works. */
export function FilmStrip({ scene }: { readonly scene: Scene | null }) {
  const { t } = useTranslation();
  const { film, result, show } = usePlayground((state) => state.generate);
  const wanted = usePlayground((state) => state.look.sampleSteps);
  const { ref, width } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const total = film.at(-1)?.total ?? wanted;
  const cells = cellsFor(width, total);

  useEffect(() => {
    if (canvas.current) drawStrip(canvas.current, { width, cells, total, film, result });
  }, [width, cells, total, film, result]);

  const step = scene?.step ?? 0;
  const position =
    scene === null
      ? t('generate.film.nothing')
      : scene.timestep === null
        ? t('generate.film.done', { count: total })
        : t('generate.film.position', { step: step + 1, total, timestep: formatTimestep(scene.timestep) });
  return (
    <div ref={ref} className={classes.strip} style={{ '--cells': cells } as CSSProperties}>
      <canvas ref={canvas} className={classes.frames} aria-hidden />
      <input
        type="range"
        className={classes.playhead}
        aria-label={t('generate.film.scrubber')}
        aria-valuetext={position}
        min={0}
        max={total}
        step={1}
        value={step}
        disabled={scene === null}
        onChange={({ currentTarget }) => show(placeOf(film, currentTarget.valueAsNumber, step))}
      />
    </div>
  );
}
