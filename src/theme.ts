import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type MantineProviderProps,
} from '@mantine/core';
import { pageFonts, systemFonts } from './words/fonts.ts';

/**
 * The only accent colour. White on shade 7, and shade 4 on the dark surface, both reach a contrast
 * of 4.5 : 1.
 */
const iris: MantineColorsTuple = [
  '#f3f2fd',
  '#e4e3fa',
  '#cbc8f5',
  '#b3aff2',
  '#a29dee',
  '#7d77e0',
  '#6862d6',
  '#5753c6',
  '#4a46b0',
  '#3b388f',
];

/** Neutrals of the dark theme, from text to page. */
const dark: MantineColorsTuple = [
  '#e3e4e8',
  '#cdcfd5',
  '#b0b3bb',
  '#8d919b',
  '#565a64',
  '#3a3d45',
  '#2a2c32',
  '#1c1d21',
  '#131417',
  '#0d0e10',
];

export const theme = createTheme({
  colors: { iris, dark },
  primaryColor: 'iris',
  primaryShade: 7,
  autoContrast: true,
  fontFamily: pageFonts,
  headings: { fontFamily: pageFonts, fontWeight: '600' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/**
 * Surfaces have names, so that no component needs to know the theme. Text on each of them reaches
 * 4.5 : 1.
 */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--system-fonts': systemFonts },
  light: {
    '--page': '#f7f7f8',
    '--surface': '#ffffff',
    '--line': '#e3e4e8',
    '--well': '#eff0f2',
    '--accent-text': '#4a46b0',
    '--mantine-color-body': '#f7f7f8',
    '--mantine-color-text': '#1c1d21',
    '--mantine-color-dimmed': '#5a5d66',
    '--mantine-color-placeholder': '#666973',
    '--mantine-color-default-border': '#cfd1d6',
    '--mantine-color-error': '#c21d2f',
  },
  dark: {
    '--page': '#131417',
    '--surface': '#1c1d21',
    '--line': '#2e3037',
    '--well': '#26282e',
    '--accent-text': '#b3aff2',
    '--mantine-color-body': '#131417',
    '--mantine-color-text': '#e3e4e8',
    '--mantine-color-dimmed': '#a5a8b0',
    '--mantine-color-placeholder': '#9b9ea7',
    '--mantine-color-default': '#222329',
    '--mantine-color-default-border': '#43464f',
    '--mantine-color-error': '#ff8f96',
  },
});

/**
 * The props of `MantineProvider`. It must not write a `<style>` into the page, which the content
 * security policy forbids; so the variables are in a stylesheet (`tools/vite/theme-css.ts`), and
 * Mantine's global classes are not used.
 */
export const provider: Omit<MantineProviderProps, 'children'> = {
  theme,
  defaultColorScheme: 'auto',
  withCssVariables: false,
  withGlobalClasses: false,
};
