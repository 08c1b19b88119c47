import { type PointerEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pictures } from '../../store/index.ts';
import type { Repair } from '../../store/repair.ts';
import { drawPicture } from '../picture/draw-picture.ts';
import picture from '../picture/Picture.module.css';
import { pictureLook } from '../picture/Picture.tsx';
import { brushed, brushUnit, type Place } from './brushed.ts';
import classes from './RepairStage.module.css';
import { useRepaired } from './use-repair.ts';

interface MaskBoardProps {
  readonly repair: Repair;
  readonly damaged: Pictures;
}

/** The damaged picture: mouse, pen or finger brushes the pixels that are lost. */
export function MaskBoard({ repair, damaged }: MaskBoardProps) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const brush = useRepaired(repair, (state) => state.brush);
  /** The pointer that brushes, and its last position. */
  const stroke = useRef<{ readonly pointer: number; readonly from: Place } | null>(null);
  useEffect(() => {
    if (canvas.current) drawPicture(canvas.current, damaged);
  }, [damaged]);

  function extend(event: PointerEvent<HTMLCanvasElement>, from: Place | null): Place {
    const box = event.currentTarget.getBoundingClientRect();
    const { width, height } = damaged;
    const to = {
      x: ((event.clientX - box.left) / box.width) * width,
      y: ((event.clientY - box.top) / box.height) * height,
    };
    const { lost } = repair.store.getState();
    if (lost)
      repair.setLost(
        brushed(lost, { width, height }, from ?? to, to, { ...brush, size: brush.size * brushUnit(damaged) }),
      );
    return to;
  }

  return (
    <canvas
      ref={canvas}
      width={damaged.width}
      height={damaged.height}
      role="img"
      aria-label={t('repair.brush.board')}
      data-testid="damaged"
      className={`${picture.picture} ${classes.board}`}
      {...pictureLook(damaged)}
      onPointerDown={(event) => {
        if (stroke.current || event.button !== 0) return; // a second finger, a right button
        event.currentTarget.setPointerCapture(event.pointerId);
        stroke.current = { pointer: event.pointerId, from: extend(event, null) };
      }}
      onPointerMove={(event) => {
        if (stroke.current?.pointer !== event.pointerId) return;
        stroke.current = { pointer: event.pointerId, from: extend(event, stroke.current.from) };
      }}
      onPointerUp={() => {
        stroke.current = null;
      }}
      onPointerCancel={() => {
        stroke.current = null;
      }}
    />
  );
}
