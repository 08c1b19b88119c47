import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureShape } from '../../ml/data/description.ts';
import { pictureGrid } from '../../share/png.ts';
import type { Pictures } from '../../store/types.ts';
import classes from './PicturePreview.module.css';

interface PicturePreviewProps {
  readonly picture: Pictures | null;
  /** That it has, or will have. */
  readonly shape: PictureShape;
}

/** One small picture, shown large with hard pixels; empty paper while there is none. */
export function PicturePreview({ picture, shape }: PicturePreviewProps) {
  const { t } = useTranslation();
  const label = t(shape.channels === 1 ? 'restoreSource.previewGrey' : 'restoreSource.preview', { side: shape.side });
  const canvas = useRef<HTMLCanvasElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a canvas of another size is blank
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!context || !picture) return;
    const { width, height, rgba } = pictureGrid(picture);
    context.canvas.width = width;
    context.canvas.height = height;
    context.putImageData(new ImageData(rgba, width, height), 0, 0);
  }, [picture, shape]);

  return (
    <figure className={classes.figure}>
      <canvas
        ref={canvas}
        width={shape.side}
        height={shape.side}
        className={classes.picture}
        role="img"
        aria-label={label}
        data-testid="source-preview"
      />
      <figcaption className={classes.caption}>{label}</figcaption>
    </figure>
  );
}
