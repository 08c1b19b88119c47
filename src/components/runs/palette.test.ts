import { DEFAULT_THEME, mergeMantineTheme } from '@mantine/core';
import { expect, it } from 'vitest';
import { runColours } from '../../store/runs/kept-run.ts';
import { cssVariables, theme } from '../../theme.ts';
import { palette } from './palette.ts';

type Triple = readonly [number, number, number];

const linear = (byte: number): number =>
  byte <= 0.04045 * 255 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;

function linearRgb(hex: string): Triple {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16)));
  return [red, green, blue];
}

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** The contrast ratio of WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [one, other]
    .map((colour) => dot([0.2126, 0.7152, 0.0722], linearRgb(colour)))
    .sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

/** Matrices of Machado et al. 2009, at full severity, for linear RGB. */
const eyes: Readonly<Record<string, readonly [Triple, Triple, Triple]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE L*a*b*, D65. */
function labOf(colour: string, [red, green, blue]: readonly [Triple, Triple, Triple]): Triple {
  const rgb = linearRgb(colour);
  const seen = [red, green, blue].map((row) => Math.min(1, Math.max(0, dot(row, rgb))));
  const [r = 0, g = 0, b = 0] = seen;
  const root = (value: number): number => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = root(dot([0.4124, 0.3576, 0.1805], [r, g, b]) / 0.9505);
  const y = root(dot([0.2126, 0.7152, 0.0722], [r, g, b]));
  const z = root(dot([0.0193, 0.1192, 0.9505], [r, g, b]) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const variables = cssVariables(mergeMantineTheme(DEFAULT_THEME, theme));

it.each(['light', 'dark'] as const)('can be told apart in %s', (scheme) => {
  const colours = palette[scheme];
  expect(colours).toHaveLength(runColours);
  for (const colour of colours) expect(contrast(colour, variables[scheme]['--surface'] ?? '')).toBeGreaterThan(3);
  for (const [name, eye] of Object.entries(eyes)) {
    const seen = colours.map((colour) => labOf(colour, eye));
    for (const [index, one] of seen.entries()) {
      for (const other of seen.slice(0, index))
        expect(Math.hypot(...one.map((v, i) => v - (other[i] ?? 0))), name).toBeGreaterThan(17);
    }
  }
});
