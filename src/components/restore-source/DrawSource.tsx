import '../../words/restore-source.ts';
import { ActionIcon, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowBackUp, IconArrowForwardUp, IconBucketDroplet, IconEraser, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureShape } from '../../ml/data/description.ts';
import { fullCrop } from '../../share/crop.ts';
import { blankDrawing, type Drawing, type DrawingAction, isBlank, perform, redo, undo } from '../../share/drawing.ts';
import { drawingColours } from '../../share/paper.ts';
import { exactSide, toThumbnail } from '../../share/thumbnail.ts';
import { usePlayground } from '../../store/index.ts';
import type { Pictures } from '../../store/types.ts';
import { Why } from '../frame/Why.tsx';
import { BrushTools } from './BrushTools.tsx';
import { DrawingBoard } from './DrawingBoard.tsx';
import classes from './DrawSource.module.css';
import { PicturePreview } from './PicturePreview.tsx';
import { type ChosenSize, extentOf, fittingSize, sizesFor } from './picture-size.ts';
import { SizeField } from './SizeField.tsx';

interface DrawSourceProps {
  /** The shape of the network's pictures. */
  readonly shape: PictureShape;
  /**
   * False while another source is shown: keys then do nothing here. When it becomes true, the
   * drawing is handed over again.
   */
  readonly active?: boolean;
  /**
   * The size of the resulting picture, and the callback to choose another; without it, the
   * network's size.
   */
  readonly sized?: { readonly size: ChosenSize; readonly onSize: (size: ChosenSize) => void };
  /** Called after each stroke and each other change, once something has been drawn. */
  readonly onPicture: (picture: Pictures, name: string) => void;
}

/** In pixels of the result. */
const firstSize = 3;

export function DrawSource({ shape, active = true, sized, onPicture }: DrawSourceProps) {
  const { t } = useTranslation();
  const board = useRef<HTMLCanvasElement>(null);
  const [drawing, setDrawing] = useState<Drawing>(blankDrawing);
  const sample = usePlayground((state) => state.data.sample);
  const { paper, ink } = useMemo(() => drawingColours(sample?.pictures ?? null), [sample]);
  /** Null: the data set's own ink. */
  const [chosenColor, setColor] = useState<string | null>(null);
  const color = chosenColor ?? ink;
  const [size, setSize] = useState(firstSize);
  const [erasing, setErasing] = useState(false);
  const [thumbnail, setThumbnail] = useState<Pictures | null>(null);

  // A multiple of the result's side, so that each pixel of the result is the mean of a square.
  const boardSide = exactSide(shape);
  const boardExtent = { width: boardSide, height: boardSide };
  const sizes = sizesFor(boardExtent, shape.side).filter((size) => size !== 'own');
  const pictureSize = fittingSize(sized?.size ?? 'network', sizes);
  const { width: pictureSide } = extentOf(pictureSize, boardExtent, shape.side);
  const { channels } = shape;
  const asPicture = (canvas: HTMLCanvasElement) =>
    toThumbnail(canvas, fullCrop(boardExtent), { side: pictureSide, channels });

  const act = (action: DrawingAction) => setDrawing((current) => perform(current, action));
  const takeBack = () => setDrawing(undo);
  const bringBack = () => setDrawing(redo);
  useHotkeys(
    active
      ? [
          ['mod+Z', takeBack],
          ['mod+shift+Z', bringBack],
          ['mod+Y', bringBack],
        ]
      : [],
  );

  const handOver = useEffectEvent((canvas: HTMLCanvasElement) => {
    const picture = asPicture(canvas);
    setThumbnail(picture);
    onPicture(picture, t('restoreSource.draw.name'));
  });

  // The board's own effect comes first: by now it shows `drawing`.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of another shape or size it is another picture
  useEffect(() => {
    if (active && drawing !== blankDrawing && board.current) handOver(board.current);
  }, [active, drawing, shape, pictureSide, paper]);

  const tools: readonly Tool[] = [
    {
      key: 'eraser',
      icon: <IconEraser size={18} />,
      pressed: erasing,
      onClick: () => setErasing(!erasing),
    },
    { key: 'fill', icon: <IconBucketDroplet size={18} />, onClick: () => act({ kind: 'fill', color }) },
    { key: 'undo', icon: <IconArrowBackUp size={18} />, disabled: drawing.done.length === 0, onClick: takeBack },
    { key: 'redo', icon: <IconArrowForwardUp size={18} />, disabled: drawing.undone.length === 0, onClick: bringBack },
    {
      key: 'clear',
      icon: <IconTrash size={18} />,
      disabled: isBlank(drawing, paper),
      onClick: () => act({ kind: 'clear' }),
    },
  ];

  return (
    <section className={classes.source} aria-label={t('restoreSource.draw.board')}>
      <Text size="sm" c="dimmed">
        {t('restoreSource.draw.boardHint', { side: shape.side })}
      </Text>
      <div className={classes.columns}>
        <DrawingBoard
          side={boardSide}
          canvas={board}
          drawing={drawing}
          paper={paper}
          brush={{ color: erasing ? null : color, size: size / shape.side }}
          onChange={setDrawing}
          onStroke={(canvas) => setThumbnail(asPicture(canvas))}
        />
        <div className={classes.side}>
          <div className={classes.tools}>
            {tools.map(({ key, icon, pressed, disabled = false, onClick }) => (
              <Why key={key} reason={t(`restoreSource.draw.${key}`)}>
                <ActionIcon
                  size={36}
                  variant={pressed ? 'filled' : 'default'}
                  aria-label={t(`restoreSource.draw.${key}`)}
                  aria-pressed={pressed}
                  disabled={disabled}
                  onClick={onClick}
                >
                  {icon}
                </ActionIcon>
              </Why>
            ))}
          </div>
          <BrushTools
            color={color}
            onColor={(chosen) => {
              setColor(chosen);
              setErasing(false);
            }}
            size={size}
            onSize={setSize}
            erasing={erasing}
          />
          {sized && (
            <SizeField
              {...{ sizes, size: pictureSize }}
              picture={boardExtent}
              side={shape.side}
              onChange={sized.onSize}
            />
          )}
          <PicturePreview picture={thumbnail} size={{ width: pictureSide, height: pictureSide, channels }} />
        </div>
      </div>
    </section>
  );
}

interface Tool {
  readonly key: 'eraser' | 'fill' | 'undo' | 'redo' | 'clear';
  readonly icon: ReactNode;
  /** For a tool that stays selected. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}
