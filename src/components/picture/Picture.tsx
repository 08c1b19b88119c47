import { useEffect, useRef } from 'react';
import type { Pictures } from '../../store/index.ts';
import classes from './Picture.module.css';

interface PictureProps {
  readonly pictures: Pictures;
  /** Which of them. */
  readonly index?: number;
  /** What a screen reader says. */
  readonly label: string;
  readonly testId?: string;
}

/** One picture, pixel by pixel, as large as its place: the browser enlarges it without blurring. */
export function Picture({ pictures, index = 0, label, testId }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, rgb } = pictures;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    let from = index * width * height * 3;
    for (let to = 0; to < image.data.length; to += 4) {
      image.data[to] = rgb[from++] ?? 0;
      image.data[to + 1] = rgb[from++] ?? 0;
      image.data[to + 2] = rgb[from++] ?? 0;
      image.data[to + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }, [width, height, rgb, index]);
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      role="img"
      aria-label={label}
      title={label}
      data-testid={testId}
      className={classes.picture}
    />
  );
}

/** Holds the place of a picture that is still to come, so that nothing jumps when it does. */
export function PicturePlace() {
  return <div aria-hidden className={classes.place} />;
}
