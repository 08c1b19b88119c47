/** SVG paths of a curve over the timesteps, in a box of 300 x 100. */

export const box = { width: 300, height: 100 } as const;

/** More points than pixels add no detail. */
const mostPoints = 200;

interface Range {
  readonly min: number;
  readonly max: number;
}

const xOf = (place: number, count: number): number => (place / Math.max(1, count - 1)) * box.width;
const yOf = (value: number, { min, max }: Range): number => box.height * (1 - (value - min) / (max - min));

export function pathOf(values: ArrayLike<number>, range: Range): string {
  const count = values.length;
  const stride = Math.max(1, Math.floor(count / mostPoints));
  const places = Array.from({ length: Math.ceil(count / stride) }, (_, i) => i * stride);
  if (places.at(-1) !== count - 1) places.push(count - 1);
  return places
    .map(
      (place, i) =>
        `${i === 0 ? 'M' : 'L'}${xOf(place, count).toFixed(1)} ${yOf(values[place] ?? 0, range).toFixed(2)}`,
    )
    .join('');
}

export const isEven = (density: ArrayLike<number>): boolean => {
  const [first = 0] = Array.from(density);
  return Array.from(density).every((value) => Math.abs(value - first) < 0.01);
};

/**
 * Columns that are darker where training draws timesteps more often; a single column if all are
 * equally likely.
 */
export function shades(density: ArrayLike<number>): readonly { x: number; width: number; opacity: number }[] {
  if (isEven(density)) return [{ x: 0, width: box.width, opacity: 1 }];
  const columns = 50;
  const most = Math.max(...Array.from(density));
  return Array.from({ length: columns }, (_, i) => {
    const at = density[Math.floor(((i + 0.5) / columns) * density.length)] ?? 0;
    return { x: (i / columns) * box.width, width: box.width / columns, opacity: at / most };
  });
}

/**
 * The places that a table of `count` shows: eleven at equal distances, or all if there are fewer.
 */
export const tablePlaces = (count: number): readonly number[] => [
  ...new Set(Array.from({ length: 11 }, (_, i) => Math.round((i / 10) * (count - 1)))),
];

/** The place under a pointer, from 0 at the left edge. */
export const placeUnder = (x: number, { left, width }: { left: number; width: number }, count: number): number =>
  Math.min(count - 1, Math.max(0, Math.round(((x - left) / width) * (count - 1))));
