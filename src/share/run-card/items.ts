/** The items that can be drawn on a card. */
import { systemFonts } from '../../words/fonts.ts';
import type { Pictures } from '../../workers/protocol.ts';
import { linesOfPieces, piecesOf } from '../line-breaks.ts';

export type Point = readonly [x: number, y: number];

/** A text's `y` is its baseline. A path's coordinates are in units of `scale`. */
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

/** A laid-out card, in the units of its text sizes. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly items: readonly CardItem[];
}

/** Items on a sheet, and where they end. */
export interface Part {
  readonly items: readonly CardItem[];
  readonly bottom: number;
}

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
  /** The maximum width; longer text is cut. */
  readonly most: number;
}

/**
 * Estimated width of a letter as a share of the text size, on the safe side: drawn text is not
 * measured.
 */
const letterWidth = { text: 0.56, mono: 0.61 } as const;

/**
 * Characters that are as wide as the text is high, and the number of letters that each counts for.
 */
const wide = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/gu;
const lettersOfWide = 1 / letterWidth.text;

const widthOf = (text: string): number => text.length + (lettersOfWide - 1) * (text.match(wide)?.length ?? 0);

/** The number of letters that fit. */
export const lettersIn = (most: number, { size, mono }: Pick<TextStyle, 'size' | 'mono'>): number =>
  Math.max(1, Math.floor(most / (size * letterWidth[mono ? 'mono' : 'text'])));

/**
 * Also breaks inside a word that is longer than a line. The last of `most` lines takes the rest.
 */
export function linesOf(whole: string, letters: number, most?: number): readonly string[] {
  const pieces = piecesOf(whole).flatMap((piece) => piece.match(new RegExp(`.{1,${letters}}\\s*`, 'gsu')) ?? []);
  return linesOfPieces(pieces, letters, widthOf, most);
}

export function text(x: number, y: number, whole: string, { most, ...style }: TextStyle): CardItem {
  const letters = lettersIn(most, style);
  const shown = widthOf(whole) > letters ? `${beginning(whole, letters - 1).trimEnd()}…` : whole;
  return { kind: 'text', x, y, text: shown, weight: 400, colour: cardColours.ink, ...style };
}

function beginning(whole: string, letters: number): string {
  const [first = ''] = linesOfPieces([...whole], letters, widthOf);
  return first;
}

export const fontOf = ({ mono }: { readonly mono?: true }): string =>
  mono ? 'ui-monospace, "DejaVu Sans Mono", monospace' : systemFonts;
