/** A run on one page of paper, as things to be drawn: once for the screen and the printer, once for a picture. */
import { qrCodeOf } from '../qr-code.ts';
import type { CardTable, RunCard } from './card.ts';
import { type CardItem, cardColours, cardSize, letterWidth, text } from './items.ts';
import { plot } from './plot.ts';

const margin = 56;
const inner = cardSize.width - 2 * margin;
const half = inner / 2 - 16;
const mostRows = 15;
const lineHeight = 19;
const looksShown = 4;
const picturesShown = 8;

export function layOut(card: RunCard): readonly CardItem[] {
  const tables = 178;
  const rows = Math.min(mostRows, Math.max(card.configuration.rows.length, card.figures.rows.length));
  const curves = tables + 50 + rows * lineHeight;
  const samples = 748;
  const link = cardSize.height - 226;
  return [
    text(margin, margin + 12, card.product, { size: 14, colour: cardColours.dim, most: inner }),
    text(margin, margin + 50, card.title, { size: 26, weight: 600, most: inner }),
    text(margin, margin + 78, card.subtitle, { size: 14, colour: cardColours.dim, most: inner }),
    rule(margin + 96),
    ...table(margin, tables, card.configuration),
    ...table(margin + inner - half, tables, card.figures),
    ...heading(curves, card.curves.title),
    ...plot(card.curves, {
      x: margin,
      y: curves + 20,
      width: inner,
      height: samples - curves - 84,
    }),
    ...heading(samples, card.samples.title),
    ...looks(samples + 18, link - 24, card.samples),
    rule(link - 16),
    ...address(link, card.link),
  ];
}

const rule = (y: number): CardItem => ({
  kind: 'line',
  points: [
    [margin, y],
    [margin + inner, y],
  ],
  colour: cardColours.rule,
  width: 1,
});

const heading = (y: number, title: string): CardItem[] => [
  text(margin, y, title, { size: 15, weight: 600, most: inner }),
];

function table(x: number, y: number, { title, rows }: CardTable): CardItem[] {
  const values = x + 150;
  return [
    text(x, y, title, { size: 15, weight: 600, most: half }),
    ...rows.slice(0, mostRows).flatMap(([label, value], row) => {
      const at = y + 24 + row * lineHeight;
      return [
        text(x, at, label, { size: 13, colour: cardColours.dim, most: 146 }),
        text(values, at, value, { size: 13, most: half - 150 }),
      ];
    }),
  ];
}

/** The first, the newest and some between, so that one sees it learn. */
function looks(top: number, bottom: number, { none, looks: all }: RunCard['samples']): CardItem[] {
  if (all.length === 0) return [text(margin, top + 14, none, { size: 13, colour: cardColours.dim, most: inner })];
  const count = Math.min(looksShown, all.length);
  const places = Array.from({ length: count }, (_, i) => Math.round((i * (all.length - 1)) / Math.max(1, count - 1)));
  const chosen = [...new Set(count === 1 ? [all.length - 1] : places)].flatMap((place) => all[place] ?? []);
  const labels = 96;
  const gap = 8;
  const side = Math.min((inner - labels) / picturesShown - gap, (bottom - top) / chosen.length - gap);
  return chosen.flatMap(({ label, pictures }, row): CardItem[] => {
    const y = top + row * (side + gap);
    const scale = side / Math.max(pictures.width, pictures.height);
    const shown = Array.from({ length: Math.min(picturesShown, pictures.count) }, (_, index) => index);
    return [
      text(margin, y + side / 2 + 4, label, { size: 13, colour: cardColours.dim, most: labels - 8 }),
      ...shown.map(
        (index): CardItem => ({
          kind: 'picture',
          x: margin + labels + index * (side + gap),
          y,
          width: pictures.width * scale,
          height: pictures.height * scale,
          pictures,
          index,
        }),
      ),
    ];
  });
}

const codeSide = 170;

/** Beside its code for cameras, where it is short enough for one. */
function address(y: number, { title, about, address: whole }: RunCard['link']): CardItem[] {
  const code = qrCodeOf(whole);
  const x = margin + (code ? codeSide + 20 : 0);
  const most = inner - (x - margin);
  const size = 11.5;
  const letters = Math.floor(most / (size * letterWidth(true)));
  const lines = Array.from({ length: Math.ceil(whole.length / letters) }, (_, i) =>
    whole.slice(i * letters, (i + 1) * letters),
  );
  return [
    ...(code
      ? [
          {
            kind: 'path' as const,
            x: margin,
            y,
            scale: codeSide / code.side,
            path: code.path,
            colour: cardColours.ink,
          },
        ]
      : []),
    text(x, y + 22, title, { size: 15, weight: 600, most }),
    text(x, y + 44, about, { size: 13, colour: cardColours.dim, most }),
    ...lines.slice(0, 7).map((line, i) => text(x, y + 68 + i * 16, line, { size, mono: true, most: most + 20 })),
  ];
}
