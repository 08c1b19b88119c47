import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import type { KeptRun } from '../../store/runs/kept-run.ts';
import { chartAxes, lossScale } from '../loss/chart-axes.ts';
import { type CurveKind, pointsOf } from './curve-kinds.ts';
import { dashesFor, equalCurves } from './equal-curves.ts';
import classes from './OverlaidCurves.module.css';
import { colourOf } from './palette.ts';

interface OverlaidCurvesProps {
  /** Each has points. */
  readonly runs: readonly KeptRun[];
  readonly kind: CurveKind;
  readonly log: boolean;
  /** The step under the pointer, or null. */
  readonly onStep: (step: number | null) => void;
}

/**
 * Creates a new chart for other runs or colours; a run that continues adds points to the same
 * chart.
 */
export function OverlaidCurves({ runs, kind, log, onStep }: OverlaidCurvesProps) {
  const { t } = useTranslation();
  const scheme = useComputedColorScheme('light');
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const newest = useRef<uPlot.AlignedData>([[]]);
  newest.current = dataOf(runs, kind);
  const lines = linesOf(runs, kind).map(({ colour, dash }) => ({ stroke: colourOf(scheme, colour), ...dash }));
  const newestLines = useRef(lines);
  newestLines.current = lines;
  const looks = JSON.stringify(lines);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the lines are what `looks` says
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = new uPlot(optionsFor(element, newestLines.current, log, onStep), newest.current, element);
    chart.current = made;
    const resized = new ResizeObserver(() => {
      if (element.clientWidth > 0) made.setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
      chart.current = null;
      made.destroy();
    };
  }, [looks, log, onStep]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the data follow from these
  useEffect(() => chart.current?.setData(newest.current), [runs, kind]);

  return <div ref={place} className={classes.chart} role="img" aria-label={t('runs.curves.chart')} />;
}

/** The runs have different steps; where one has no point, its line continues. */
function dataOf(runs: readonly KeptRun[], kind: CurveKind): uPlot.AlignedData {
  return uPlot.join(
    runs.map((run) => {
      const { steps, values } = pointsOf(run, kind);
      return [Array.from(steps), Array.from(values)] satisfies uPlot.AlignedData;
    }),
  );
}

/** Runs with the same curve are drawn with alternating dashes. */
function linesOf(runs: readonly KeptRun[], kind: CurveKind) {
  const groups = equalCurves(runs.map((run) => pointsOf(run, kind)));
  return runs.map(({ colour }, index) => {
    const group = groups[index] ?? [index];
    const dash = dashesFor(group.indexOf(index), group.length);
    return { colour, dash: dash && { dash } };
  });
}

interface Line {
  readonly stroke: string;
  readonly dash?: number[];
}

function optionsFor(
  element: HTMLElement,
  lines: readonly Line[],
  log: boolean,
  onStep: (step: number | null) => void,
): uPlot.Options {
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: lossScale(log),
    axes: chartAxes(element, log),
    series: [{}, ...lines.map((line) => ({ ...line, width: 2, cap: 'butt' as const, points: { show: false } }))],
    hooks: {
      setCursor: [(chart) => onStep(chart.cursor.idx == null ? null : (chart.data[0][chart.cursor.idx] ?? null))],
    },
  };
}
