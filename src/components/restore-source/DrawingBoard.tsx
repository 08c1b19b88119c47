import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Drawing, extendStroke, perform, type Stroke, sceneOf, widthOf } from '../../share/drawing.ts';
import classes from './DrawSource.module.css';
import { paintScene, paintStroke } from './paint.ts';

interface Brush {
  /** Null: the eraser. */
  readonly color: string | null;
  /** Diameter as a share of the board's side. */
  readonly size: number;
}

interface DrawingBoardProps {
  /** In canvas pixels. */
  readonly side: number;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly drawing: Drawing;
  /** Its initial colour. */
  readonly paper: string;
  readonly brush: Brush;
  /** Called after each stroke. */
  readonly onChange: (drawing: Drawing) => void;
  /** Called during a stroke, at most once a frame. */
  readonly onStroke: (canvas: HTMLCanvasElement) => void;
}

/** The eraser end of a pen: bit 5 of `buttons` (Pointer Events, section 4.1). */
const penEraser = 32;

export function DrawingBoard({ side, canvas, drawing, paper, brush, onChange, onStroke }: DrawingBoardProps) {
  const { t } = useTranslation();
  /** What the canvas shows, so that a stroke painted live is not painted again. */
  const shown = useRef<{ readonly drawing: Drawing; readonly side: number; readonly paper: string } | null>(null);
  const live = useRef<{ readonly pointer: number; readonly stroke: Stroke } | null>(null);
  const frame = useRef(0);

  useEffect(() => {
    const context = contextOf(canvas.current);
    const before = shown.current;
    const isShown = before?.drawing === drawing && before.side === side && before.paper === paper;
    if (!context || isShown) return;
    const scene = sceneOf(drawing, paper);
    paintScene(context, scene);
    if (live.current) paintStroke(context, live.current.stroke, scene.paper);
    shown.current = { drawing, side, paper };
  }, [canvas, drawing, side, paper]);

  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  function extend(stroke: Stroke, event: PointerEvent<HTMLCanvasElement>): Stroke {
    const box = event.currentTarget.getBoundingClientRect();
    const { nativeEvent } = event;
    // All positions since the last event, not only the newest, so that fast lines stay round. Older
    // Safari does not report them.
    const coalesced = nativeEvent.getCoalescedEvents?.() ?? [];
    const events = coalesced.length > 0 ? coalesced : [nativeEvent];
    return extendStroke(
      stroke,
      events.map(({ clientX, clientY, pointerType, pressure }) => ({
        x: (clientX - box.left) / box.width,
        y: (clientY - box.top) / box.height,
        width: widthOf(pointerType, pressure),
      })),
    );
  }

  function show(stroke: Stroke, from: number) {
    const context = contextOf(canvas.current);
    if (!context || from >= stroke.points.length) return;
    paintStroke(context, stroke, sceneOf(drawing, paper).paper, from);
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => canvas.current && onStroke(canvas.current));
  }

  function onPointerDown(event: PointerEvent<HTMLCanvasElement>) {
    const erases = (event.buttons & penEraser) !== 0;
    if (live.current || (event.button !== 0 && !erases)) return; // a second finger, a right button
    event.currentTarget.setPointerCapture(event.pointerId);
    const stroke = extend({ color: erases ? null : brush.color, size: brush.size, points: [] }, event);
    live.current = { pointer: event.pointerId, stroke };
    show(stroke, 0);
  }

  function onPointerMove(event: PointerEvent<HTMLCanvasElement>) {
    if (live.current?.pointer !== event.pointerId) return;
    const before = live.current.stroke;
    const stroke = extend(before, event);
    live.current = { pointer: event.pointerId, stroke };
    show(stroke, before.points.length);
  }

  /** Also called when the browser takes the pointer away: the stroke stays, and can be undone. */
  function onPointerEnd(event: PointerEvent<HTMLCanvasElement>) {
    if (live.current?.pointer !== event.pointerId) return;
    const next = perform(drawing, { kind: 'stroke', stroke: live.current.stroke });
    live.current = null;
    shown.current = { drawing: next, side, paper };
    onChange(next);
  }

  return (
    <canvas
      ref={canvas}
      width={side}
      height={side}
      className={classes.board}
      role="img"
      aria-label={t('restoreSource.draw.board')}
      data-testid="draw-canvas"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
    />
  );
}

/**
 * Kept in main memory, because the thumbnail reads the canvas back in each frame, while the GPU may
 * be training.
 */
function contextOf(canvas: HTMLCanvasElement | null): CanvasRenderingContext2D | null {
  return canvas?.getContext('2d', { willReadFrequently: true }) ?? null;
}
