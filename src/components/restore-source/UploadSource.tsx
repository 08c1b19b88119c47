import { joinSentences } from '../../words/format.ts';
import '../../words/restore-source.ts';
import { Button, Text } from '@mantine/core';
import { IconPhotoUp } from '@tabler/icons-react';
import { type ChangeEvent, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureShape } from '../../ml/data/description.ts';
import { type Crop, clampCrop, fullCrop } from '../../share/crop.ts';
import { likeliestPicture, pictureTypes, tryOpenPicture } from '../../share/picture-file.ts';
import { toThumbnail, toWholePicture } from '../../share/thumbnail.ts';
import type { ErrorReport, Pictures } from '../../store/types.ts';
import { CropEditor } from './CropEditor.tsx';
import { hasColours } from './colours.ts';
import { PicturePreview } from './PicturePreview.tsx';
import { type ChosenSize, extentOf, fittingSize, sizesFor } from './picture-size.ts';
import { SizeField } from './SizeField.tsx';
import classes from './UploadSource.module.css';

interface UploadSourceProps {
  /** The shape of the network's pictures. */
  readonly shape: PictureShape;
  /**
   * False while another source is shown; when it becomes true, the picture is handed over again.
   */
  readonly active?: boolean;
  /** The chosen size; for a picture that does not have it, the next smaller one is used. */
  readonly size: ChosenSize;
  readonly onSize: (size: ChosenSize) => void;
  /** The files that were dropped or pasted last; only one of several is used. */
  readonly arrived: readonly File[];
  /** A picture is being dragged over the page. */
  readonly over: boolean;
  /** Called whenever the file, the crop or the shape changes. */
  readonly onPicture: (picture: Pictures, name: string, hasColours: boolean) => void;
  readonly onError: (report: ErrorReport) => void;
  /** Called when a file has been read. */
  readonly onOpened: () => void;
}

interface Opened {
  readonly bitmap: ImageBitmap;
  readonly name: string;
  readonly hasColours: boolean;
}

/**
 * A picture of the visitor's own: chosen, dropped or pasted, then cropped. It never leaves the
 * machine.
 */
export function UploadSource(props: UploadSourceProps) {
  const { shape, active = true, arrived, over, onPicture, onError, onOpened } = props;
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [chosen, setCrop] = useState<Crop | null>(null);
  const [opening, setOpening] = useState(false);
  const [thumbnail, setThumbnail] = useState<Pictures | null>(null);
  const bitmap = opened?.bitmap ?? null;
  const sizes = bitmap ? sizesFor(bitmap, shape.side) : [];
  const size = fittingSize(props.size, sizes);
  const { width, height } = extentOf(size, bitmap ?? nothing, shape.side);
  const wanted = useMemo(() => ({ width, height, channels: shape.channels }), [width, height, shape.channels]);
  const isWhole = size === 'own';
  // A larger result may need more of the file than the previous crop has.
  const crop = useMemo(
    () =>
      bitmap && chosen && clampCrop(chosen, { width: bitmap.width, height: bitmap.height, resultSide: wanted.width }),
    [bitmap, chosen, wanted],
  );
  /** Counts the files: of two opened together, the later one wins, whichever is decoded first. */
  const newest = useRef(0);

  async function open(files: readonly File[]) {
    newest.current += 1;
    const mine = newest.current;
    setOpening(true);
    const file = await likeliestPicture(files);
    if (!file) return;
    const result = await tryOpenPicture(file);
    if (mine !== newest.current) {
      if ('bitmap' in result) result.bitmap.close();
      return;
    }
    setOpening(false);
    if ('report' in result) {
      onError(result.report);
      return;
    }
    onOpened();
    const whole = fullCrop(result.bitmap);
    const small = toThumbnail(result.bitmap, whole, { side: colourSide, channels: 3 });
    setOpened({ bitmap: result.bitmap, name: file.name, hasColours: hasColours(small) });
    setCrop(whole);
  }

  const take = useEffectEvent((files: readonly File[]) => void open(files));
  /**
   * The file that was taken already: effects run again whenever the tab is shown again, but must
   * not open the file twice.
   */
  const taken = useRef<readonly File[]>([]);
  useEffect(() => {
    if (arrived.length === 0 || arrived === taken.current) return;
    taken.current = arrived;
    take(arrived);
  }, [arrived]);

  const handOver = useEffectEvent((picture: Pictures, from: Opened) => {
    setThumbnail(picture);
    onPicture(picture, from.name, from.hasColours);
  });

  // A drag moves the crop more often than the screen can show: makes one thumbnail a frame, and a
  // large picture only when the crop rests.
  useEffect(() => {
    if (!active || !opened || !crop) return;
    const make = (): void => {
      const { width: side, channels } = wanted;
      const picture = isWhole
        ? toWholePicture(opened.bitmap, wanted, channels)
        : toThumbnail(opened.bitmap, crop, { side, channels });
      handOver(picture, opened);
    };
    if (Math.max(wanted.width, wanted.height) > atOnce) {
      const timer = setTimeout(make, restMs);
      return () => clearTimeout(timer);
    }
    const frame = requestAnimationFrame(make);
    return () => cancelAnimationFrame(frame);
  }, [active, opened, crop, wanted, isWhole]);

  // Closed when another bitmap replaces it, never in a clean-up: those also run when the tab is
  // hidden, and the picture must come back with the tab.
  const held = useRef<ImageBitmap | null>(null);
  useEffect(() => {
    const bitmap = opened?.bitmap ?? null;
    if (held.current !== bitmap) held.current?.close();
    held.current = bitmap;
  }, [opened]);

  function onChosen(event: ChangeEvent<HTMLInputElement>) {
    const file = event.currentTarget.files?.[0];
    event.currentTarget.value = ''; // the same file may be chosen again
    if (file) void open([file]);
  }

  return (
    <section className={classes.source} data-over={over || undefined}>
      <div className={classes.choose}>
        <input
          ref={input}
          type="file"
          hidden
          accept={pictureTypes}
          aria-label={t('restoreSource.upload.input')}
          onChange={onChosen}
        />
        <Button
          variant="default"
          leftSection={<IconPhotoUp size={18} aria-hidden="true" />}
          loading={opening}
          onClick={() => input.current?.click()}
        >
          {t(opened ? 'restoreSource.upload.another' : 'restoreSource.upload.choose')}
        </Button>
        <Text size="sm">{t('restoreSource.upload.drop')}</Text>
        {!opened && (
          <Text size="xs" c="dimmed">
            {t('restoreSource.upload.formats')}
          </Text>
        )}
      </div>
      {bitmap && (
        <Text size="sm" mt="xs" role="status">
          {joinSentences(
            t('restoreSource.upload.shrinks', {
              from: { width: bitmap.width, height: bitmap.height },
              to: { width, height },
              grey: wanted.channels === 1 ? t('restoreSource.upload.shrinksGrey') : '',
            }),
            size === 'network' && sizes.length > 1 && t('restoreSource.upload.larger'),
          )}
        </Text>
      )}
      {opened && crop && (
        <div className={classes.picture}>
          {isWhole ? (
            <PicturePreview picture={thumbnail} size={wanted} />
          ) : (
            <CropEditor picture={opened.bitmap} crop={crop} resultSide={wanted.width} onChange={setCrop} />
          )}
          <div className={classes.result}>
            <SizeField {...{ sizes, size }} picture={opened.bitmap} side={shape.side} onChange={props.onSize} />
            {!isWhole && <PicturePreview picture={thumbnail} size={wanted} />}
          </div>
        </div>
      )}
    </section>
  );
}

const nothing = { width: 0, height: 0 };
/** Side in pixels up to which a thumbnail is made within one frame. */
const atOnce = 128;
/** Side in pixels that is enough to detect colours. */
const colourSide = 32;
const restMs = 120;
