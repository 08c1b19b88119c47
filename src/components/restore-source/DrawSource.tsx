import '../../words/restore-source.ts';
import { ActionIcon, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowBackUp, IconArrowForwardUp, IconBucketDroplet, IconEraser, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fullCrop } from '../../share/crop.ts';
import { blankDrawing, type Drawing, type DrawingAction, isBlank, perform, redo, undo } from '../../share/drawing.ts';
import { toThumbnail } from '../../share/thumbnail.ts';
import type { Pictures } from '../../store/types.ts';
import { Why } from '../frame/Why.tsx';
import { BrushTools } from './BrushTools.tsx';
import { DrawingBoard } from './DrawingBoard.tsx';
import classes from './DrawSource.module.css';
import { PicturePreview } from './PicturePreview.tsx';
import { boardSide } from './paint.ts';
import { palette } from './palette.ts';

interface DrawSourceProps {
  /** False while another source is shown: then keys do nothing here, and the drawing is handed over again once it is true. */
  readonly active?: boolean;
  /** A 32 x 32 picture, after each stroke and each other change, once something has been drawn. */
  readonly onPicture: (picture: Pictures, name: string) => void;
}

/** Pixels of the result. */
const firstSize = 3;
const resultSide = 32;

/** The whole board: a multiple of 32 pixels, so that each pixel of the result is the mean of its square. */
const wholeBoard = fullCrop({ width: boardSide, height: boardSide });

export function DrawSource({ active = true, onPicture }: DrawSourceProps) {
  const { t } = useTranslation();
  const board = useRef<HTMLCanvasElement>(null);
  const [drawing, setDrawing] = useState<Drawing>(blankDrawing);
  const [color, setColor] = useState<string>(palette.black);
  const [size, setSize] = useState(firstSize);
  const [erasing, setErasing] = useState(false);
  const [thumbnail, setThumbnail] = useState<Pictures | null>(null);

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
    const picture = toThumbnail(canvas, wholeBoard);
    setThumbnail(picture);
    onPicture(picture, t('restoreSource.draw.name'));
  });

  // The board's own effect comes first: by now it shows `drawing`.
  useEffect(() => {
    if (active && drawing !== blankDrawing && board.current) handOver(board.current);
  }, [active, drawing]);

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
    { key: 'clear', icon: <IconTrash size={18} />, disabled: isBlank(drawing), onClick: () => act({ kind: 'clear' }) },
  ];

  return (
    <section className={classes.source} aria-label={t('restoreSource.draw.board')}>
      <Text size="sm" c="dimmed">
        {t('restoreSource.draw.boardHint')}
      </Text>
      <div className={classes.columns}>
        <DrawingBoard
          canvas={board}
          drawing={drawing}
          brush={{ color: erasing ? null : color, size: size / resultSide }}
          onChange={setDrawing}
          onStroke={(canvas) => setThumbnail(toThumbnail(canvas, wholeBoard))}
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
          <PicturePreview picture={thumbnail} label={t('restoreSource.preview')} />
        </div>
      </div>
    </section>
  );
}

interface Tool {
  readonly key: 'eraser' | 'fill' | 'undo' | 'redo' | 'clear';
  readonly icon: ReactNode;
  /** For a tool that stays on. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}
