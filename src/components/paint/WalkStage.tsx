import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Board } from '../../store/board.ts';
import { usePlayground } from '../../store/index.ts';
import { PlayButton } from '../frame/PlayButton.tsx';
import { Playhead } from '../generate/film/playhead.ts';
import { drawPicture } from '../picture/draw-picture.ts';
import picture from '../picture/Picture.module.css';
import { PicturePlace } from '../picture/Picture.tsx';
import classes from './Board.module.css';
import { CellState } from './CellPictures.tsx';
import { useBoard } from './use-paint.ts';

/** The walk as a film: one large picture, a slider, and all pictures below. */
export function WalkStage({ board }: { readonly board: Board }) {
  const { t } = useTranslation();
  const cell = useBoard(board, (state) => state.cells[0]);
  const count = cell?.pictures?.count ?? 0;
  const [playhead] = useState(() => new Playhead(() => board.store.getState().cells[0]?.pictures?.count ?? 0));
  const playing = useSyncExternalStore(playhead.subscribe, () => playhead.playing);
  useEffect(() => () => playhead.stop(), [playhead]);
  return (
    <div className={classes.stage}>
      <div className={classes.large}>
        <Current board={board} playhead={playhead} />
      </div>
      <div className={classes.scrub}>
        <PlayButton
          playing={playing}
          label={t(playing ? 'paint.walk.pause' : 'paint.walk.play')}
          disabled={count < 2}
          onPress={() => playhead.toggle()}
        />
        <Place playhead={playhead} count={count} />
      </div>
      <Frames board={board} playhead={playhead} count={count} />
      <p className={classes.state} aria-live={cell?.state === 'done' ? 'polite' : 'off'}>
        <CellState cell={cell} />
      </p>
    </div>
  );
}

interface WalkPartProps {
  readonly board: Board;
  readonly playhead: Playhead;
}

/** The picture at the playhead, drawn without rendering. A walk starts at its first picture. */
function Current({ board, playhead }: WalkPartProps) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const there = useBoard(board, (state) => state.cells[0]?.pictures != null);
  useLayoutEffect(() => {
    const draw = (): void => {
      const pictures = board.store.getState().cells[0]?.pictures;
      if (!pictures || !canvas.current) return;
      drawPicture(canvas.current, pictures, Math.min(playhead.shown ?? pictures.count - 1, pictures.count - 1));
    };
    if (there) draw();
    const ends = [playhead.subscribe(draw), board.store.subscribe(draw)];
    return () => {
      for (const end of ends) end();
    };
  }, [board, playhead, there]);
  if (!there) return <PicturePlace />;
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={t('paint.walk.current')}
      data-testid="walk-current"
      className={picture.picture}
    />
  );
}

function Place({ playhead, count }: { readonly playhead: Playhead; readonly count: number }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const output = useRef<HTMLOutputElement>(null);
  useLayoutEffect(() => {
    const show = (): void => {
      if (!input.current || !output.current) return;
      const place = playhead.shown ?? Math.max(0, count - 1);
      input.current.value = String(place);
      const text = count > 0 ? t('paint.walk.at', { number: place + 1, count }) : t('paint.walk.none');
      output.current.textContent = text;
      input.current.setAttribute('aria-valuetext', text);
    };
    show();
    return playhead.subscribe(show);
  }, [playhead, count, t]);
  return (
    <>
      <input
        ref={input}
        type="range"
        aria-label={t('paint.walk.slider')}
        min={0}
        max={Math.max(1, count - 1)}
        step={1}
        defaultValue={0}
        disabled={count < 2}
        onInput={({ currentTarget }) => playhead.show(currentTarget.valueAsNumber)}
      />
      <output ref={output} />
    </>
  );
}

/** All pictures; a press moves the playhead to one. */
function Frames({ board, playhead, count }: WalkPartProps & { readonly count: number }) {
  const { t } = useTranslation();
  const canvases = useRef<(HTMLCanvasElement | null)[]>([]);
  const pictures = useBoard(board, (state) => state.cells[0]?.pictures ?? null);
  const places = usePlayground((state) => state.look.walkCount);
  const shown = useSyncExternalStore(playhead.subscribe, () => (playhead.playing ? null : playhead.shown));
  useLayoutEffect(() => {
    if (!pictures) return;
    for (const [index, canvas] of canvases.current.entries()) {
      if (canvas && index < pictures.count) drawPicture(canvas, pictures, index);
    }
  }, [pictures]);
  return (
    <section className={classes.frames} aria-label={t('paint.walk.frames')}>
      {count === 0 &&
        Array.from({ length: places }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the place
          <div key={index} className={classes.frame}>
            <PicturePlace />
          </div>
        ))}
      {Array.from({ length: count }, (_, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the picture
          key={index}
          type="button"
          className={classes.frame}
          aria-label={t('paint.walk.at', { number: index + 1, count })}
          aria-current={shown === index}
          tabIndex={index === (shown ?? count - 1) ? 0 : -1}
          onClick={() => playhead.show(index)}
        >
          <canvas
            ref={(canvas) => {
              canvases.current[index] = canvas;
            }}
            data-testid="walk-picture"
            className={picture.picture}
          />
        </button>
      ))}
    </section>
  );
}
