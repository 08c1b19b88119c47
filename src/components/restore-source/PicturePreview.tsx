import { useEffect, useRef } from 'react';
import { pictureGrid } from '../../share/png.ts';
import type { Pictures } from '../../store/types.ts';
import classes from './PicturePreview.module.css';

/** One small picture, shown large with hard pixels; empty paper while there is none. */
export function PicturePreview({ picture, label }: { readonly picture: Pictures | null; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!context || !picture) return;
    const { width, height, rgba } = pictureGrid(picture);
    context.canvas.width = width;
    context.canvas.height = height;
    context.putImageData(new ImageData(rgba, width, height), 0, 0);
  }, [picture]);

  return (
    <figure className={classes.figure}>
      <canvas
        ref={canvas}
        width={32}
        height={32}
        className={classes.picture}
        role="img"
        aria-label={label}
        data-testid="source-preview"
      />
      <figcaption className={classes.caption}>{label}</figcaption>
    </figure>
  );
}
