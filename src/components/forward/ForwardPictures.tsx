import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Board } from '../../store/board.ts';
import { mixInto, type NoiseChoice, type NoiseLevels, noiseFor } from '../../store/forward.ts';
import { usePlayground } from '../../store/index.ts';
import type { Playhead } from '../generate/film/playhead.ts';
import { CellPictures, CellState } from '../paint/CellPictures.tsx';
import { useBoard } from '../paint/use-paint.ts';
import { drawPicture } from '../picture/draw-picture.ts';
import picture from '../picture/Picture.module.css';
import { Picture, PicturePlace } from '../picture/Picture.tsx';
import classes from './Forward.module.css';
import { wholeTimestep } from './level.ts';
import { paintedFrom } from './painted.ts';
import { usePlace } from './use-place.ts';

interface ForwardPicturesProps {
  readonly playhead: Playhead;
  readonly levels: NoiseLevels | null;
  /** Another schedule than the run's; null: its own. */
  readonly choice: NoiseChoice | null;
  readonly board: Board;
}

/** Pictures painted from the noisy one, each with other noise. */
export const paintedCount = 4;

/** The picture, and its noisy version at the current timestep. */
export function ForwardPictures({ playhead, levels, choice, board }: ForwardPicturesProps) {
  const { t } = useTranslation();
  const original = usePlayground((state) => state.restore.original);
  const isGrey = usePlayground((state) => state.run.status?.network.shape.channels === 1);
  const seed = usePlayground((state) => state.look.restoreSeed);
  const canvas = useRef<HTMLCanvasElement>(null);
  const noise = useMemo(() => original && noiseFor(original, isGrey, seed), [original, isGrey, seed]);
  const noisy = useMemo(() => original && { ...original, rgb: new Uint8Array(original.rgb.length) }, [original]);
  usePlace(playhead, levels, (place) => {
    if (!original || !noise || !noisy || !canvas.current || !levels) return;
    mixInto(noisy.rgb, original, noise, levels.alphas[place] ?? 1, levels.sigmas[place] ?? 0);
    drawPicture(canvas.current, noisy);
  });
  const newest = useBoard(board, (state) => state.cells[0]);
  const cell = paintedFrom(newest, original, choice);
  const from = cell?.call.from;
  const name = t('paint.forward.picture');
  return (
    <div className={classes.pictures}>
      <figure>
        {original ? <Picture pictures={original} label={name} testId="forward-original" /> : <PicturePlace />}
        <figcaption>{name}</figcaption>
      </figure>
      <figure>
        {original ? (
          <canvas
            ref={canvas}
            role="img"
            aria-label={t('paint.forward.noisy')}
            data-testid="forward-noisy"
            className={picture.picture}
          />
        ) : (
          <PicturePlace />
        )}
        <figcaption>{t('paint.forward.noisy')}</figcaption>
      </figure>
      <figure>
        <CellPictures cell={cell} name={t('paint.forward.painted')} count={paintedCount} testId="forward-painted" />
        <figcaption>{t('paint.forward.painted')}</figcaption>
      </figure>
      <p className={classes.made}>
        {from && (
          <>
            {`${t('paint.forward.paintedFrom', { timestep: wholeTimestep(from.timestep) })} · `}
            <CellState cell={cell} />
          </>
        )}
      </p>
    </div>
  );
}
