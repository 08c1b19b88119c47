/** Leading digits that are labelled in each decade, from few to many. */
const leadingDigits = [
  [1],
  [1, 2, 5],
  [1, 1.5, 2, 3, 4, 5, 7],
  [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9],
];

/** Fewer labels do not show the scale of the axis. */
const least = 3;

/**
 * The labels of a logarithmic axis from `min` to `max`, both above 0: the roundest numbers of which
 * at least three fit.
 */
export function logTicks(min: number, max: number): number[] {
  if (!(min > 0 && max > min)) return [];
  const first = Math.floor(Math.log10(min));
  const last = Math.ceil(Math.log10(max));
  const decades = Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
  let ticks: number[] = [];
  for (const digits of leadingDigits) {
    ticks = decades
      .flatMap((decade) => digits.map((digit) => Number((digit * decade).toPrecision(3))))
      .filter((tick) => tick >= min && tick <= max);
    if (ticks.length >= least) break;
  }
  return ticks;
}
