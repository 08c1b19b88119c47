/** The curves of a card: losses over steps, on a logarithmic scale if they span a large range. */
import { formatCount } from '../../words/format.ts';
import type { CardCurve, RunCard } from './card.ts';
import { type CardItem, cardColours, type Part, type Point, text } from './items.ts';
import type { Place } from './parts.ts';

interface Plot extends Part {
  /** There is no curve; a sentence says so. */
  readonly isEmpty: boolean;
}

const labels = 52;
const lines = 4;
/** The ratio of the largest value to the smallest from which the scale is logarithmic. */
const logarithmicFrom = 8;

/** `height`: of the curves alone; steps and legend are below them. */
export function plot({ all, none }: RunCard['curves'], place: Place & { readonly height: number }): Plot {
  const drawn = all.map(pointsOf).filter(({ points }) => points.length > 1);
  if (drawn.length === 0) {
    const said = text(place.x, place.y + 14, none, { size: 13, colour: cardColours.dim, most: place.width });
    return { items: [said], bottom: place.y + 20, isEmpty: true };
  }
  const values = drawn.flatMap(({ points }) => points.map(([, value]) => value));
  const last = Math.max(...drawn.map(({ points }) => points.at(-1)?.[0] ?? 0));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const isLogarithmic = low > 0 && high / low > logarithmicFrom;
  const position = (value: number): number => (isLogarithmic ? Math.log(value) : value);
  // Room above and below, so that no line runs along the edge.
  const margin = (position(high) - position(low)) * 0.06;
  const [bottom, top] = [position(low) - margin, position(high) + margin];
  const left = place.x + labels;
  const toX = (step: number): number => left + (step / Math.max(1, last)) * (place.width - labels);
  const toY = (value: number): number =>
    place.y + place.height * (1 - (position(value) - bottom) / Math.max(top - bottom, Number.EPSILON));
  const grid = Array.from({ length: lines }, (_, i) => {
    const at = bottom + (i / (lines - 1)) * (top - bottom);
    return isLogarithmic ? Math.exp(at) : at;
  });
  const below = place.y + place.height + 18;
  const names = legend(drawn, { x: left, y: below + 19, width: place.width - labels });
  const numbers = apart(grid);
  const items: CardItem[] = [
    ...grid.flatMap((value, i): CardItem[] => [
      {
        kind: 'line',
        points: [
          [left, toY(value)],
          [place.x + place.width, toY(value)],
        ],
        colour: cardColours.rule,
        width: 1,
      },
      text(left - 8, toY(value) + 4, numbers[i] ?? '', {
        size: 11,
        colour: cardColours.dim,
        end: true,
        most: labels,
      }),
    ]),
    ...drawn.map(
      ({ points }, index): CardItem => ({
        kind: 'line',
        points: points.map(([step, value]): Point => [toX(step), toY(value)]),
        colour: colourOf(index),
        width: 1.6,
      }),
    ),
    ...stepsUpTo(last).map((step) => {
      const isLast = step === last;
      // The last label ends with the axis; the others are about centred below their step.
      const x = isLast ? place.x + place.width : toX(step) - (step === 0 ? 0 : 3.2 * formatCount(step).length);
      return text(x, below, formatCount(step), {
        size: 11,
        colour: cardColours.dim,
        ...(isLast && { end: true as const }),
        most: stepWidth,
      });
    }),
    ...names.items,
  ];
  return { items, bottom: names.bottom, isEmpty: false };
}

const colourOf = (index: number): string => cardColours.curves[index % cardColours.curves.length] ?? cardColours.ink;

const pointsOf = ({ name, steps, values }: CardCurve) => ({
  name,
  points: Array.from(steps, (step, i): Point => [step, values[i] ?? Number.NaN]).filter(([, value]) =>
    Number.isFinite(value),
  ),
});

/** With enough digits that no two labels are equal. */
function apart(values: readonly number[]): readonly string[] {
  for (let digits = 2; digits < 6; digits += 1) {
    const written = values.map((value) => value.toPrecision(digits));
    if (new Set(written).size === values.length) return written;
  }
  return values.map((value) => value.toPrecision(6));
}

/** 0, round numbers, and the last step. */
function stepsUpTo(last: number): readonly number[] {
  const rough = last / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const each = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? power;
  const round = Array.from({ length: Math.floor(last / each) + 1 }, (_, i) => i * each);
  // Leaves out numbers that would overlap the last one.
  return [...round.filter((step) => last - step > 0.6 * each), last];
}

/** Width of a number below the axis, and of a name with its line. */
const stepWidth = 60;
const nameWidth = 240;

function legend(drawn: readonly { readonly name: string }[], { x: left, y: top, width }: Place): Part {
  const columns = Math.max(1, Math.floor(width / nameWidth));
  const items = drawn.flatMap(({ name }, index): CardItem[] => {
    const x = left + (index % columns) * nameWidth;
    const y = top + Math.floor(index / columns) * 17;
    return [
      {
        kind: 'line',
        points: [
          [x, y - 4],
          [x + 18, y - 4],
        ],
        colour: colourOf(index),
        width: 2,
      },
      text(x + 24, y, name, { size: 12, colour: cardColours.dim, most: nameWidth - 28 }),
    ];
  });
  return { items, bottom: top + (Math.ceil(drawn.length / columns) - 1) * 17 };
}
