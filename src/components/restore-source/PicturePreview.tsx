import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureSize } from '../../ml/data/description.ts';
import { pictureGrid } from '../../share/png.ts';
import type { Pictures } from '../../store/types.ts';
import classes from './PicturePreview.module.css';

interface PicturePreviewProps {
  readonly picture: Pictures | null;
  /** The size of the picture, even before there is one. */
  readonly size: PictureSize;
}

/** A small picture, enlarged with hard pixel edges; empty paper if there is none. */
export function PicturePreview({ picture, size }: PicturePreviewProps) {
  const { t } = useTranslation();
  const { width, height, channels } = size;
  const label = t(channels === 1 ? 'restoreSource.previewGrey' : 'restoreSource.preview', { width, height });
  const canvas = useRef<HTMLCanvasElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a canvas of another size is blank
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!context || !picture) return;
    const grid = pictureGrid(picture);
    context.canvas.width = grid.width;
    context.canvas.height = grid.height;
    context.putImageData(new ImageData(grid.rgba, grid.width, grid.height), 0, 0);
  }, [picture, width, height]);

  return (
    <figure className={classes.figure}>
      <canvas
        ref={canvas}
        width={width}
        height={height}
        className={classes.picture}
        style={{ aspectRatio: `${width} / ${height}` }}
        role="img"
        aria-label={label}
        data-testid="source-preview"
      />
      <figcaption className={classes.caption}>{label}</figcaption>
    </figure>
  );
}
