import { Slider, Text } from '@mantine/core';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Crop, cropAfterKey, largestCropSide, largestZoom, resizeCrop, zoomOf } from '../../share/crop.ts';
import { formatFixed } from '../../words/format.ts';
import classes from './CropEditor.module.css';
import { useCropGestures } from './use-crop-gestures.ts';

/** The largest canvas side in pixels: sharp on a dense screen at the size in which it is shown. */
const shownSide = 1024;

/** The largest height in CSS pixels; taller pictures are shown narrower. */
const tallest = 320;

interface CropEditorProps {
  readonly picture: ImageBitmap;
  readonly crop: Crop;
  /** In pixels of the cropped result. */
  readonly resultSide: number;
  readonly onChange: (crop: Crop) => void;
}

/**
 * The whole picture with its square crop, which is moved and zoomed by pointer, wheel, slider and
 * keys.
 */
export function CropEditor({ picture, crop, resultSide, onChange }: CropEditorProps) {
  const { t } = useTranslation();
  const hint = useId();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = picture;
  const source = { width, height, resultSide };
  const gestures = useCropGestures(frame, source, crop, onChange);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const scale = Math.min(1, shownSide / Math.max(width, height));
    context.canvas.width = Math.max(1, Math.round(width * scale));
    context.canvas.height = Math.max(1, Math.round(height * scale));
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, 0, 0, context.canvas.width, context.canvas.height);
  }, [picture, width, height]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = cropAfterKey(event.key, event.shiftKey, crop, source);
    if (!next) return;
    event.preventDefault();
    onChange(next);
  }

  const zoom = zoomOf(crop, picture);
  const most = largestZoom(source);
  const zoomText = (value: number) => t('restoreSource.upload.zoomValue', { zoom: formatFixed(value, 1) });
  const share = (part: number, whole: number) => `${(part / whole) * 100}%`;

  return (
    <div className={classes.editor}>
      <div
        ref={frame}
        className={classes.frame}
        style={{ aspectRatio: `${width} / ${height}`, maxWidth: Math.max(64, (tallest * width) / height) }}
      >
        <canvas ref={canvas} className={classes.picture} />
        <div
          {...gestures}
          className={classes.crop}
          style={{
            left: share(crop.x, width),
            top: share(crop.y, height),
            width: share(crop.side, width),
            height: share(crop.side, height),
          }}
          role="slider"
          tabIndex={0}
          aria-label={t('restoreSource.upload.crop')}
          aria-describedby={hint}
          aria-valuemin={100}
          aria-valuemax={Math.round(most * 100)}
          aria-valuenow={Math.round(zoom * 100)}
          aria-valuetext={t('restoreSource.upload.cropValue', {
            zoom: zoomText(zoom),
            x: Math.round(crop.x),
            y: Math.round(crop.y),
            width,
            height,
          })}
          onKeyDown={onKeyDown}
        />
      </div>
      {/* Equal distances on the slider are equal zoom ratios. */}
      <Slider
        className={classes.zoom}
        size="sm"
        min={0}
        max={Math.max(0.01, Math.log(most))}
        step={0.01}
        value={Math.log(zoom)}
        disabled={most <= 1}
        label={(value) => zoomText(Math.exp(value))}
        thumbLabel={t('restoreSource.upload.zoom')}
        onChange={(value) => onChange(resizeCrop(crop, source, largestCropSide(picture) / Math.exp(value)))}
      />
      <Text id={hint} size="xs" c="dimmed">
        {t('restoreSource.upload.cropHint')}
      </Text>
    </div>
  );
}
