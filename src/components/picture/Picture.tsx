import { useEffect, useRef } from 'react';
import type { Pictures } from '../../store/index.ts';
import { drawPicture } from './draw-picture.ts';
import classes from './Picture.module.css';

interface PictureProps {
  readonly pictures: Pictures;
  /** Which of them. */
  readonly index?: number;
  /** What a screen reader says. */
  readonly label: string;
  readonly testId?: string;
}

/** One picture as large as its place: a small one pixel by pixel, the browser enlarges it without blurring. */
export function Picture({ pictures, index = 0, label, testId }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) drawPicture(canvas.current, pictures, index);
  }, [pictures, index]);
  return (
    <canvas
      ref={canvas}
      width={pictures.width}
      height={pictures.height}
      role="img"
      aria-label={label}
      title={label}
      data-testid={testId}
      className={classes.picture}
      {...pictureLook(pictures)}
    />
  );
}

/** So large that nobody looks at it pixel by pixel. */
export const isPhotograph = ({ width, height }: Pick<Pictures, 'width' | 'height'>): boolean =>
  Math.max(width, height) >= 128;

/** Of a canvas that shows it: its proportions, and its pixels as they are where they are few. */
export function pictureLook(pictures: Pick<Pictures, 'width' | 'height'>) {
  const { width, height } = pictures;
  return {
    'data-smooth': isPhotograph(pictures) || undefined,
    style: width === height ? undefined : { aspectRatio: `${width} / ${height}` },
  };
}

/** Holds the place of a picture that is still to come, so that nothing jumps when it does. */
export function PicturePlace() {
  return <div aria-hidden className={classes.place} />;
}
