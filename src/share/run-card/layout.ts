/** A run on one page of paper, or in one column of a phone's screen, as things to be drawn: as SVG, or on a canvas for a picture. */
import type { RunCard } from './card.ts';
import { cardColours, type Sheet, text } from './items.ts';
import { looks } from './looks.ts';
import { address, heading, paragraph, rule, table } from './parts.ts';
import { plot } from './plot.ts';

/** The proportions of A4. */
export const paperSize = { width: 1000, height: 1414 } as const;
const leastPlot = 150;

/** What the pictures leave free goes to the curves. */
export function layOut(card: RunCard): Sheet {
  const x = 56;
  const width = paperSize.width - 2 * x;
  const half = width / 2 - 16;
  const look = { labels: 150, lines: 1, mostRows: 15 };
  const configuration = table({ x, y: 178, width: half }, card.configuration, look);
  const figures = table({ x: x + width - half, y: 178, width: half }, card.figures, look);
  const curves = Math.max(configuration.bottom, figures.bottom) + 45;
  const plotted = curves + 20;
  const link = paperSize.height - 226;
  /** From the axis of the steps to the pictures: the legend, and the heading between them. */
  const between = { legend: 64, heading: 18 };
  const room = link - 24 - plotted - between.legend - between.heading;
  const wholePlot = plot(card.curves, { x, y: plotted, width, height: leastPlot });
  const least = wholePlot.isEmpty ? 0 : leastPlot;
  const box = { x, width, height: room - least, labels: 'beside' } as const;
  const used = looks(card.samples, { ...box, y: 0 }).bottom;
  const plotHeight = wholePlot.isEmpty ? 0 : room - used;
  const samples = plotted + plotHeight + between.legend;
  return {
    ...paperSize,
    items: [
      text(x, 68, card.product, { size: 14, colour: cardColours.dim, most: width }),
      text(x, 106, card.title, { size: 26, weight: 600, most: width }),
      text(x, 134, card.subtitle, { size: 14, colour: cardColours.dim, most: width }),
      rule({ x, y: 152, width }),
      ...configuration.items,
      ...figures.items,
      heading({ x, y: curves, width }, card.curves.title),
      ...plot(card.curves, { x, y: plotted, width, height: plotHeight }).items,
      heading({ x, y: samples, width }, card.samples.title),
      ...looks(card.samples, { ...box, y: samples + between.heading }).items,
      rule({ x, y: link - 16, width }),
      ...address({ x, y: link, width }, card.link, 'beside').items,
    ],
  };
}

/** To be read without moving it aside; as long as it takes. */
export function layOutNarrow(card: RunCard): Sheet {
  const x = 14;
  const width = 332;
  const at = (y: number) => ({ x, y, width });
  const dim = { size: 13, colour: cardColours.dim, leading: 18 };
  const look = { labels: 128, lines: 3, mostRows: 24 };
  const product = paragraph(at(28), card.product, dim);
  const title = paragraph(at(product.bottom + 30), card.title, { size: 20, weight: 600, leading: 25 });
  const subtitle = paragraph(at(title.bottom + 24), card.subtitle, dim);
  const figures = table(at(subtitle.bottom + 48), card.figures, look);
  const configuration = table(at(figures.bottom + 42), card.configuration, look);
  const curves = configuration.bottom + 42;
  const drawn = plot(card.curves, { ...at(curves + 20), height: 190 });
  const samples = drawn.bottom + 38;
  const shown = looks(card.samples, {
    ...at(samples + 16),
    height: 186 * Math.min(4, card.samples.looks.length),
    labels: 'above',
  });
  const link = address(at(shown.bottom + 36), card.link, 'below');
  return {
    width: width + 2 * x,
    height: link.bottom + 20,
    items: [
      ...product.items,
      ...title.items,
      ...subtitle.items,
      rule(at(subtitle.bottom + 18)),
      ...figures.items,
      ...configuration.items,
      heading(at(curves), card.curves.title),
      ...drawn.items,
      heading(at(samples), card.samples.title),
      ...shown.items,
      rule(at(shown.bottom + 20)),
      ...link.items,
    ],
  };
}
