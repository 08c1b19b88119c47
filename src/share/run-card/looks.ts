/** The pictures that a network made from the same noise at several steps, to show its learning. */
import type { RunCard } from './card.ts';
import { type CardItem, cardColours, type Part, text } from './items.ts';
import type { Place } from './parts.ts';

type Look = RunCard['samples']['looks'][number];

interface Box extends Place {
  /** The maximum height. */
  readonly height: number;
  /** The position of the step labels. */
  readonly labels: 'beside' | 'above';
}

const looksShown = 4;
const picturesShown = 8;
const gap = 8;
/** The maximum side of one picture; a small one does not improve by enlarging. */
const mostSide = 220;
const labelHeight = 20;
const labelWidth = 96;

/** As large as the box allows: the first look, the newest and some between. */
export function looks({ none, looks: all }: RunCard['samples'], box: Box): Part {
  const { x, y, width } = box;
  const dim = { size: 13, colour: cardColours.dim };
  if (all.length === 0) return { items: [text(x, y + 14, none, { ...dim, most: width })], bottom: y + 20 };
  const chosen = someOf(all);
  const most = Math.min(picturesShown, Math.max(...chosen.map(({ pictures }) => pictures.count)));
  if (most === 1) return sideBySide(chosen, box);
  const isBeside = box.labels === 'beside';
  const left = isBeside ? labelWidth : 0;
  const above = isBeside ? 0 : labelHeight;
  const { columns, side } = bestGrid(most, width - left, box.height / chosen.length - above);
  const lookHeight = above + Math.ceil(most / columns) * (side + gap);
  return {
    items: chosen.flatMap((look, row) => {
      const top = y + row * lookHeight;
      const label = text(x, isBeside ? top + side / 2 + 4 : top + 12, look.label, {
        ...dim,
        most: isBeside ? labelWidth - 8 : width,
      });
      const pictures = Array.from({ length: Math.min(picturesShown, look.pictures.count) }, (_, index) =>
        picture(look, index, {
          x: x + left + (index % columns) * (side + gap),
          y: top + above + Math.floor(index / columns) * (side + gap),
          side,
        }),
      );
      return [label, ...pictures];
    }),
    bottom: y + chosen.length * lookHeight - gap,
  };
}

function someOf(all: readonly Look[]): readonly Look[] {
  const last = all.length - 1;
  const count = Math.min(looksShown, all.length);
  const places = Array.from({ length: count }, (_, i) => (count === 1 ? last : Math.round((i * last) / (count - 1))));
  return places.flatMap((place) => all[place] ?? []);
}

/** The grid with the largest pictures; another row must be worth the space. */
function bestGrid(count: number, width: number, height: number): { readonly columns: number; readonly side: number } {
  const worth = 1.4;
  let best = { columns: count, side: 0 };
  for (let rows = 1; rows <= count; rows += 1) {
    const columns = Math.ceil(count / rows);
    const side = Math.min(mostSide, (width + gap) / columns - gap, height / rows - gap);
    if (side > worth * best.side) best = { columns, side };
  }
  return best;
}

/** Looks of one picture each. */
function sideBySide(chosen: readonly Look[], { x, y, width, height }: Box): Part {
  const columns = Math.max(2, chosen.length);
  const side = Math.min(mostSide, (width + gap) / columns - gap, height - labelHeight);
  return {
    items: chosen.flatMap((look, column) => {
      const at = x + column * (side + gap);
      return [
        text(at, y + 12, look.label, { size: 13, colour: cardColours.dim, most: side }),
        picture(look, 0, { x: at, y: y + labelHeight, side }),
      ];
    }),
    bottom: y + labelHeight + side,
  };
}

function picture({ pictures }: Look, index: number, { x, y, side }: { x: number; y: number; side: number }): CardItem {
  const scale = side / Math.max(pictures.width, pictures.height);
  const [width, height] = [pictures.width * scale, pictures.height * scale];
  return { kind: 'picture', x, y, width, height, pictures, index };
}
