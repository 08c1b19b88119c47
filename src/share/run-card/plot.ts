/** The curves of a card: losses over steps, on a logarithmic scale where they span much. */
import type { CardCurve, RunCard } from './card.ts';
import { type CardItem, cardColours, type Point, text } from './items.ts';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const labels = 52;
const lines = 4;
/** From this ratio of the largest value to the smallest on. */
const logarithmicFrom = 8;

export function plot({ all, none }: RunCard['curves'], place: Place): readonly CardItem[] {
  const drawn = all.map(pointsOf).filter(({ points }) => points.length > 1);
  if (drawn.length === 0) {
    return [text(place.x, place.y + 14, none, { size: 13, colour: cardColours.dim, most: place.width })];
  }
  const values = drawn.flatMap(({ points }) => points.map(([, value]) => value));
  const last = Math.max(...drawn.map(({ points }) => points.at(-1)?.[0] ?? 0));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const isLogarithmic = low > 0 && high / low > logarithmicFrom;
  const position = (value: number): number => (isLogarithmic ? Math.log(value) : value);
  const [bottom, top] = [position(low), position(high)];
  const left = place.x + labels;
  const toX = (step: number): number => left + (step / Math.max(1, last)) * (place.width - labels);
  const toY = (value: number): number =>
    place.y + place.height * (1 - (position(value) - bottom) / Math.max(top - bottom, Number.EPSILON));
  const grid = Array.from({ length: lines }, (_, i) => {
    const at = bottom + (i / (lines - 1)) * (top - bottom);
    return isLogarithmic ? Math.exp(at) : at;
  });
  return [
    ...grid.flatMap((value): CardItem[] => [
      {
        kind: 'line',
        points: [
          [left, toY(value)],
          [place.x + place.width, toY(value)],
        ],
        colour: cardColours.rule,
        width: 1,
      },
      text(left - 8, toY(value) + 4, value.toPrecision(2), {
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
    text(place.x + place.width, place.y + place.height + 18, last.toLocaleString('en'), {
      size: 11,
      colour: cardColours.dim,
      end: true,
      most: 100,
    }),
    ...legend(drawn, left, place.y + place.height + 18),
  ];
}

const colourOf = (index: number): string => cardColours.curves[index % cardColours.curves.length] ?? cardColours.ink;

const pointsOf = ({ name, steps, values }: CardCurve) => ({
  name,
  points: Array.from(steps, (step, i): Point => [step, values[i] ?? Number.NaN]).filter(([, value]) =>
    Number.isFinite(value),
  ),
});

function legend(drawn: readonly { readonly name: string }[], left: number, y: number): CardItem[] {
  return drawn.flatMap(({ name }, index): CardItem[] => {
    const x = left + index * 230;
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
      text(x + 24, y, name, { size: 12, colour: cardColours.dim, most: 200 }),
    ];
  });
}
