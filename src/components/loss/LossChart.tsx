/**
 * The loss by step: of every step, smoothed, and on held-out images. `src/engine/metrics.ts` says
 * where a number for every training step comes from; one with a scale of its own is drawn beside
 * this chart (`GradientNorm.tsx`).
 */
import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import { type RateChange, useMetrics, usePlayground, useValidation } from '../../store/index.ts';
import { chartAxes, chartFont, lossScale } from './chart-axes.ts';
import classes from './LossChart.module.css';

export interface PointedAt {
  readonly step: number;
  readonly loss: number;
  readonly smoothed: number;
  /** The loss of the nearest evaluation; null before the first. */
  readonly raw: number | null;
  readonly ema: number | null;
}

interface LossChartProps {
  readonly log: boolean;
  /** Weight of the past values, [0, 1). */
  readonly smoothing: number;
  /** The point under the pointer, or null. */
  readonly onPoint: (point: PointedAt | null) => void;
}

/** The chart is redrawn at most once in this time, about as often as the eye can follow. */
const redrawMs = 66;

/** Draws directly from the loss history: no React state changes during training. */
export function LossChart({ log, smoothing, onPoint }: LossChartProps) {
  const { t } = useTranslation();
  const metrics = useMetrics();
  const validation = useValidation();
  const scheme = useComputedColorScheme('light');
  const stepsPerEpoch = usePlayground((state) => state.run.status?.stepsPerEpoch ?? 0);
  const rateChanges = usePlayground((state) => state.run.rateChanges);
  const place = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new colour scheme needs a new chart, which reads its colours from the page
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const curve = () => {
      const buckets = element.clientWidth;
      const train = metrics.curve('losses', buckets, smoothing);
      const raw = validation.curve('raw', buckets, 0);
      const ema = validation.curve('ema', buckets, 0);
      // The curves have points at different steps. Where a curve has no point, its line continues
      // to the next.
      return uPlot.join([
        [train.steps, train.values, train.smoothed],
        [raw.steps, raw.values],
        [ema.steps, ema.values],
      ]);
    };
    const chart = new uPlot(chartOptions(element, { log, stepsPerEpoch, rateChanges, onPoint }), curve(), element);

    let timer: ReturnType<typeof setTimeout> | undefined;
    const redraw = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        // In a hidden view the chart has no width; it gets one again when the view is shown.
        if (element.clientWidth > 0) chart.setData(curve());
      }, redrawMs);
    };
    const unsubscribers = [metrics.subscribe(redraw), validation.subscribe(redraw)];
    const resized = new ResizeObserver(() => {
      chart.setSize({ width: element.clientWidth, height: element.clientHeight });
      redraw();
    });
    resized.observe(element);
    return () => {
      for (const unsubscribe of unsubscribers) unsubscribe();
      resized.disconnect();
      clearTimeout(timer);
      chart.destroy();
    };
  }, [metrics, validation, log, smoothing, onPoint, stepsPerEpoch, rateChanges, scheme]);

  return <div ref={place} className={classes.chart} role="img" aria-label={t('lossPanel.chart')} />;
}

interface ChartSettings extends Pick<LossChartProps, 'log' | 'onPoint'> {
  readonly stepsPerEpoch: number;
  readonly rateChanges: readonly RateChange[];
}

function chartOptions(
  element: HTMLElement,
  { log, stepsPerEpoch, rateChanges, onPoint }: ChartSettings,
): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const text = colour('--mantine-color-dimmed');
  const line = colour('--line');
  const accent = colour('--accent-text');
  const ink = colour('--mantine-color-text');
  const surface = colour('--surface');
  const heldOut = { stroke: ink, width: 1.5, points: { show: true, size: 5, fill: surface } };
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: lossScale(log),
    axes: chartAxes(element, log),
    series: [
      {},
      { stroke: `color-mix(in srgb, ${accent} 38%, transparent)`, width: 1, points: { show: false } },
      { stroke: accent, width: 2, points: { show: false } },
      { ...heldOut, dash: [2, 3] },
      heldOut,
    ],
    hooks: {
      drawClear: [
        (chart) => drawEpochs(chart, stepsPerEpoch, line),
        (chart) => drawRateChanges(chart, rateChanges, { stroke: text, font: chartFont }),
      ],
      setCursor: [
        (chart) => {
          const at = chart.cursor.idx;
          const near = nearPart * ((chart.scales.x?.max ?? 0) - (chart.scales.x?.min ?? 0));
          const [step, loss, smoothed, raw, ema] = chart.data.map((column) =>
            at == null ? null : nearest(column, at, chart.data[0], near),
          );
          const pointed = step != null && loss != null && smoothed != null;
          onPoint(pointed ? { step, loss, smoothed, raw: raw ?? null, ema: ema ?? null } : null);
        },
      ],
    },
  };
}

/** How near a point must be to count as under the pointer, as a share of the steps shown. */
const nearPart = 0.04;

/**
 * The number in `column` that is nearest to index `at`, at most `near` steps away; null if there is
 * none.
 */
function nearest(
  column: ArrayLike<number | null | undefined>,
  at: number,
  steps: ArrayLike<number>,
  near: number,
): number | null {
  const away = (index: number): number => Math.abs((steps[index] ?? Number.POSITIVE_INFINITY) - (steps[at] ?? 0));
  for (let distance = 0; distance < column.length; distance++) {
    for (const index of [at - distance, at + distance]) {
      const value = column[index];
      if (value != null && away(index) <= near) return value;
    }
    if (away(at - distance) > near && away(at + distance) > near) return null;
  }
  return null;
}

/** Marks the steps at which the learning rate was changed, with the new rate. */
function drawRateChanges(
  chart: uPlot,
  changes: readonly RateChange[],
  { stroke, font }: { readonly stroke: string; readonly font: string },
): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = stroke;
  ctx.fillStyle = stroke;
  ctx.lineWidth = devicePixelRatio;
  ctx.font = font.replace(/^\d+/, (pixels) => String(Number(pixels) * devicePixelRatio));
  ctx.textBaseline = 'top';
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const { after, to } of changes) {
    const x = Math.round(chart.valToPos(after, 'x', true));
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    // On the side of the line that has more room.
    ctx.textAlign = x > bbox.left + bbox.width / 2 ? 'right' : 'left';
    ctx.fillText(` ${String(to)} `, x, bbox.top);
  }
  ctx.restore();
}

/** A faint line at the end of each epoch, as long as the lines can be distinguished. */
function drawEpochs(chart: uPlot, stepsPerEpoch: number, colour: string): void {
  const last = chart.scales.x?.max ?? 0;
  if (stepsPerEpoch <= 1 || last / stepsPerEpoch > 40) return;
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  for (let step = stepsPerEpoch; step <= last; step += stepsPerEpoch) {
    const x = Math.round(chart.valToPos(step, 'x', true));
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
  }
  ctx.stroke();
  ctx.restore();
}
