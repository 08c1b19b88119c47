import { useEffect, useRef } from 'react';
import type { Pictures } from '../../store/index.ts';
import { drawPicture } from './draw-picture.ts';
import classes from './Picture.module.css';

interface PictureProps {
  readonly pictures: Pictures;
  /** The index of the picture. */
  readonly index?: number;
  /** The accessible name. */
  readonly label: string;
  readonly testId?: string;
}

/** One picture, as large as its box. The browser enlarges a small one without blurring. */
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

/** Whether a picture is so large that single pixels do not matter. */
export const isPhotograph = ({ width, height }: Pick<Pictures, 'width' | 'height'>): boolean =>
  Math.max(width, height) >= 128;

/**
 * The style of a canvas that shows the picture: its proportions, and hard pixel edges if it has few
 * pixels.
 */
export function pictureLook(pictures: Pick<Pictures, 'width' | 'height'>) {
  const { width, height } = pictures;
  return {
    'data-smooth': isPhotograph(pictures) || undefined,
    style: width === height ? undefined : { aspectRatio: `${width} / ${height}` },
  };
}

/** Reserves the place of a picture that will come, so that nothing jumps. */
export function PicturePlace() {
  return <div aria-hidden className={classes.place} />;
}
