/** The parts of a card of any width. */
import { qrCodeOf } from '../qr-code.ts';
import type { CardTable, RunCard } from './card.ts';
import { type CardItem, cardColours, lettersIn, linesOf, type Part, text } from './items.ts';

/** `y`: the top; for a text, the first baseline. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export const rule = ({ x, y, width }: Place): CardItem => ({
  kind: 'line',
  points: [
    [x, y],
    [x + width, y],
  ],
  colour: cardColours.rule,
  width: 1,
});

export const heading = ({ x, y, width }: Place, title: string): CardItem =>
  text(x, y, title, { size: 15, weight: 600, most: width });

interface Paragraph {
  readonly size: number;
  readonly weight?: 600;
  readonly colour?: string;
  readonly leading: number;
}

/** In as many lines as needed. */
export function paragraph({ x, y, width }: Place, whole: string, { leading, ...style }: Paragraph): Part {
  const lines = linesOf(whole, lettersIn(width, style));
  return {
    items: lines.map((line, row) => text(x, y + row * leading, line, { ...style, most: width })),
    bottom: y + (lines.length - 1) * leading,
  };
}

const row = 19;

interface TableLook {
  /** Width of the labels, including the gap after them. */
  readonly labels: number;
  /** Maximum lines of a value; a longer value is cut. */
  readonly lines: number;
  readonly mostRows: number;
}

export function table(
  { x, y, width }: Place,
  { title, rows }: CardTable,
  { labels, lines, mostRows }: TableLook,
): Part {
  const size = 13;
  const most = width - labels;
  const items: CardItem[] = [heading({ x, y, width }, title)];
  let at = y + 24;
  for (const [label, value] of rows.slice(0, mostRows)) {
    // The last line holds the rest, and `text` cuts it.
    const shown = linesOf(value, lettersIn(most, { size }), lines);
    items.push(text(x, at, label, { size, colour: cardColours.dim, most: labels - 4 }));
    for (const [i, line] of shown.entries()) items.push(text(x + labels, at + i * row, line, { size, most }));
    at += Math.max(1, shown.length) * row;
  }
  return { items, bottom: at - row };
}

const codeSide = 170;

/** Maximum lines of the printed link. */
const mostLines = { beside: 8, below: 24 } as const;

/** The printed link, beside its QR code if it is short enough for one, or below it. */
export function address(
  { x, y, width }: Place,
  { title, about, address: whole }: RunCard['link'],
  where: 'beside' | 'below',
): Part {
  const code = qrCodeOf(whole);
  const left = code && where === 'beside' ? x + codeSide + 20 : x;
  const top = code && where === 'below' ? y + codeSide + 8 : y;
  const most = width - (left - x);
  const style = { size: 11.5, mono: true } as const;
  const letters = lettersIn(most, style);
  const room = letters * mostLines[where];
  const shown = whole.length > room ? `${whole.slice(0, room - 1)}…` : whole;
  const lines = Array.from({ length: Math.ceil(shown.length / letters) }, (_, i) =>
    shown.slice(i * letters, (i + 1) * letters),
  );
  const said = paragraph({ x: left, y: top + 44, width: most }, about, {
    size: 13,
    colour: cardColours.dim,
    leading: 18,
  });
  const from = said.bottom + 24;
  return {
    items: [
      ...(code
        ? [{ kind: 'path' as const, x, y, scale: codeSide / code.side, path: code.path, colour: cardColours.ink }]
        : []),
      heading({ x: left, y: top + 22, width: most }, title),
      ...said.items,
      ...lines.map((line, i) => text(left, from + i * 16, line, { ...style, most: most + 20 })),
    ],
    bottom: from + (lines.length - 1) * 16,
  };
}
