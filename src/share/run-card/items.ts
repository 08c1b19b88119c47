/** Things to be drawn on a card. */
import type { Pictures } from '../../workers/protocol.ts';

export type Point = readonly [x: number, y: number];

/** `y` of a text is its baseline. A path is in units of `scale`. */
export type CardItem =
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly weight: 400 | 600;
      readonly colour: string;
      readonly mono?: true;
      readonly end?: true;
    }
  | {
      readonly kind: 'line';
      readonly points: readonly Point[];
      readonly colour: string;
      readonly width: number;
    }
  | {
      readonly kind: 'picture';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly pictures: Pictures;
      readonly index: number;
    }
  | {
      readonly kind: 'path';
      readonly x: number;
      readonly y: number;
      readonly scale: number;
      readonly path: string;
      readonly colour: string;
    };

/** The proportions of A4. */
export const cardSize = { width: 1000, height: 1414 } as const;
/** Paper is white in either theme. */
export const cardColours = {
  paper: '#ffffff',
  ink: '#1c1d21',
  dim: '#5a5d66',
  rule: '#d5d7de',
  curves: ['#5753c6', '#b3590a', '#1a7f4b'],
} as const;

interface TextStyle {
  readonly size: number;
  readonly weight?: 400 | 600;
  readonly colour?: string;
  readonly mono?: true;
  readonly end?: true;
  /** So wide it may be: what is longer is cut. */
  readonly most: number;
}

/** Widths of letters in parts of their size, on the safe side: what is drawn is not measured. */
export const letterWidth = (mono: boolean | undefined): number => (mono ? 0.61 : 0.56);

export function text(x: number, y: number, whole: string, { most, ...style }: TextStyle): CardItem {
  const letters = Math.max(1, Math.floor(most / (style.size * letterWidth(style.mono))));
  const cut = whole.length > letters ? `${whole.slice(0, letters - 1).trimEnd()}…` : whole;
  return { kind: 'text', x, y, text: cut, weight: 400, colour: cardColours.ink, ...style };
}

export const fontOf = ({ mono }: { readonly mono?: true }): string =>
  mono ? 'ui-monospace, "DejaVu Sans Mono", monospace' : 'system-ui, sans-serif';
