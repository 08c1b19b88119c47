/** Colours by their key in the words table. */
export const palette = {
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

export type PaletteColor = keyof typeof palette;
export const paletteColors = Object.keys(palette) as PaletteColor[];
