/** Axes and scales of charts of losses over steps, in the page's colours. */
import type uPlot from 'uplot';
import { pageFonts } from '../../words/fonts.ts';

export const chartFont = `11px ${pageFonts}`;

/** From step 1. A log scale has some space around the curve, a linear one begins at 0. */
export const lossScale = (log: boolean): uPlot.Scales => ({
  x: { time: false, range: (_chart, min, max) => [Math.min(min, 1), Math.max(max, 10)] },
  y: log
    ? { distr: 3, range: (_chart, min, max) => [min / 1.1, max * 1.1] }
    : { range: (_chart, _min, max) => [0, max * 1.05 || 1] },
});

/** In the colours that apply to `element`. */
export function chartAxes(element: HTMLElement, log: boolean): uPlot.Axis[] {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const grid = { stroke: colour('--line'), width: 1 };
  const axis = { stroke: colour('--mantine-color-dimmed'), font: chartFont, grid, ticks: { show: false } };
  return [
    { ...axis, grid: { show: false }, size: 28, values: (_chart, ticks) => ticks.map((tick) => compact(tick)) },
    {
      ...axis,
      size: 48,
      values: (_chart, ticks) => ticks.map((tick) => String(Number(tick.toPrecision(3)))),
      ...(log && {
        splits: (_chart: uPlot, _axis: number, min: number, max: number) => logTicks(min, max),
        // uPlot's own filter removes all labels except 1, 2 and 5.
        filter: (_chart: uPlot, ticks: number[]) => ticks,
      }),
    },
  ];
}

const compact = (value: number): string =>
  Number.isInteger(value) ? (value >= 10_000 ? `${value / 1000}k` : String(value)) : '';

/** Leading digits that are labelled in each decade, from few to many. */
const leadingDigits = [
  [1],
  [1, 2, 5],
  [1, 1.5, 2, 3, 4, 5, 7],
  [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9],
];

/** With fewer labels the scale of the axis could not be read. */
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
