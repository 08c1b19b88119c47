/**
 * The layout of a run's card on one page of paper, or in one column of a phone's screen, as items
 * to be drawn: as SVG, or on a canvas for a picture.
 */
import type { RunCard } from './card.ts';
import { cardColours, type Sheet, text } from './items.ts';
import { looks } from './looks.ts';
import { address, heading, paragraph, rule, table } from './parts.ts';
import { plot } from './plot.ts';

/** The proportions of A4. */
const paperSize = { width: 1000, height: 1414 } as const;
const leastPlot = 150;

/**
 * Pictures first, as large as possible; the curves get the remaining height, and the settings come
 * last.
 */
export function layOut(card: RunCard): Sheet {
  const x = 56;
  const width = paperSize.width - 2 * x;
  const half = width / 2 - 16;
  const link = paperSize.height - 226;
  const look = { labels: 150, lines: 1, mostRows: 15 };
  const tablesAt = (y: number) => [
    table({ x, y, width: half }, card.figures, look),
    table({ x: x + width - half, y, width: half }, card.configuration, look),
  ];
  const tablesHeight = Math.max(...tablesAt(0).map(({ bottom }) => bottom));
  const samples = 178;
  const pictures = samples + 18;
  /**
   * Distances from the pictures to the heading of the curves, from the heading to the curves, and
   * from their axis to the tables.
   */
  const between = { curves: 40, heading: 20, tables: 80 };
  const room = link - 40 - tablesHeight - pictures - between.curves - between.heading - between.tables;
  const place = { x, width };
  const wholePlot = plot(card.curves, { ...place, y: 0, height: leastPlot });
  const least = wholePlot.isEmpty ? 0 : leastPlot;
  const shown = looks(card.samples, { ...place, y: pictures, height: room - least, labels: 'beside' });
  const plotHeight = wholePlot.isEmpty ? 0 : room - (shown.bottom - pictures);
  const curves = shown.bottom + between.curves;
  const plotted = curves + between.heading;
  return {
    ...paperSize,
    items: [
      text(x, 68, card.product, { size: 14, colour: cardColours.dim, most: width }),
      text(x, 106, card.title, { size: 26, weight: 600, most: width }),
      text(x, 134, card.subtitle, { size: 14, colour: cardColours.dim, most: width }),
      rule({ x, y: 152, width }),
      heading({ x, y: samples, width }, card.samples.title),
      ...shown.items,
      heading({ x, y: curves, width }, card.curves.title),
      ...plot(card.curves, { ...place, y: plotted, height: plotHeight }).items,
      ...tablesAt(plotted + plotHeight + between.tables).flatMap(({ items }) => items),
      rule({ x, y: link - 16, width }),
      ...address({ x, y: link, width }, card.link, 'beside').items,
    ],
  };
}

/** Can be read without scrolling sideways; as long as needed. */
export function layOutNarrow(card: RunCard): Sheet {
  const x = 14;
  const width = 332;
  const at = (y: number) => ({ x, y, width });
  const dim = { size: 13, colour: cardColours.dim, leading: 18 };
  const look = { labels: 128, lines: 3, mostRows: 24 };
  const product = paragraph(at(28), card.product, dim);
  const title = paragraph(at(product.bottom + 30), card.title, { size: 20, weight: 600, leading: 25 });
  const subtitle = paragraph(at(title.bottom + 24), card.subtitle, dim);
  const samples = subtitle.bottom + 48;
  const shown = looks(card.samples, {
    ...at(samples + 16),
    height: 186 * Math.min(4, card.samples.looks.length),
    labels: 'above',
  });
  const curves = shown.bottom + 42;
  const drawn = plot(card.curves, { ...at(curves + 20), height: 190 });
  const figures = table(at(drawn.bottom + 42), card.figures, look);
  const configuration = table(at(figures.bottom + 42), card.configuration, look);
  const link = address(at(configuration.bottom + 36), card.link, 'below');
  return {
    width: width + 2 * x,
    height: link.bottom + 20,
    items: [
      ...product.items,
      ...title.items,
      ...subtitle.items,
      rule(at(subtitle.bottom + 18)),
      heading(at(samples), card.samples.title),
      ...shown.items,
      heading(at(curves), card.curves.title),
      ...drawn.items,
      ...figures.items,
      ...configuration.items,
      rule(at(configuration.bottom + 20)),
      ...link.items,
    ],
  };
}
