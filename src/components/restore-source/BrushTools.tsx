import { ColorSwatch, Slider, Text } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Why } from '../frame/Why.tsx';
import classes from './DrawSource.module.css';

interface BrushToolsProps {
  readonly color: string;
  readonly onColor: (color: string) => void;
  /** In pixels of the result. */
  readonly size: number;
  readonly onSize: (size: number) => void;
  readonly erasing: boolean;
}

/** Colour and size of the brush. Choosing a colour switches the eraser off. */
export function BrushTools({ color, onColor, size, onSize, erasing }: BrushToolsProps) {
  const { t } = useTranslation();
  const own = useId();
  const pixels = (value: number) => t('restoreSource.draw.sizeValue', { size: value });

  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a frame and a legend that
          are not wanted here */}
      <div className={classes.colors} role="group" aria-label={t('restoreSource.draw.color')}>
        {paletteColors.map((key) => (
          <Why key={key} reason={t(`restoreSource.draw.colors.${key}`)}>
            <ColorSwatch
              component="button"
              type="button"
              className={classes.color}
              size={28}
              color={palette[key]}
              aria-label={t(`restoreSource.draw.colors.${key}`)}
              aria-pressed={!erasing && color === palette[key]}
              onClick={() => onColor(palette[key])}
            />
          </Why>
        ))}
      </div>
      <label className={classes.own} htmlFor={own}>
        <input id={own} type="color" value={color} onChange={(event) => onColor(event.currentTarget.value)} />
        <Text component="span" size="sm">
          {t('restoreSource.draw.ownColor')}
        </Text>
      </label>
      <div>
        <Text size="sm">{t('restoreSource.draw.sizeOf', { size: pixels(size) })}</Text>
        <Slider
          size="sm"
          min={0.5}
          max={10}
          step={0.5}
          value={size}
          label={pixels}
          thumbLabel={t('restoreSource.draw.size')}
          onChange={onSize}
        />
      </div>
    </>
  );
}

/** Colours by their key in the words table. */
const palette = {
  black: '#111111',
  grey: '#868e96',
  white: '#ffffff',
  brown: '#7a4a21',
  red: '#d92b2b',
  orange: '#f08c1a',
  yellow: '#f7d038',
  green: '#2f9e44',
  teal: '#26a5a5',
  blue: '#2b6fd9',
  purple: '#8a3fc7',
  pink: '#ee6fa5',
} as const;

type PaletteColor = keyof typeof palette;
const paletteColors = Object.keys(palette) as PaletteColor[];
