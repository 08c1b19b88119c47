import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetrics } from '../../store/index.ts';
import { formatFixed } from '../../words/format.ts';
import { Term } from '../frame/QuestionMark.tsx';
import classes from './GradientNorm.module.css';

/** In units of the drawing, which is stretched to its box. */
const size = { width: 120, height: 32 };
/** A norm is informative over minutes: it need not be redrawn at every step. */
const redrawMs = 500;

/** The norm of the gradient by step. Spikes are batches that the network did not expect. */
export function GradientNorm() {
  const { t } = useTranslation();
  const norms = useGradientNorms();
  const newest = norms.at(-1);
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.name}>
        <Term term={t('lossPanel.gradientNorm')} reason={t('lossPanel.gradientNormWhy')} />
        <span className={classes.number}>{newest === undefined ? t('numbers.none') : formatFixed(newest, 2)}</span>
      </figcaption>
      <svg
        className={classes.line}
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <polyline points={pointsOf(norms)} vectorEffect="non-scaling-stroke" />
      </svg>
    </figure>
  );
}

/** Smoothed, over the whole run. */
function useGradientNorms(): readonly number[] {
  const metrics = useMetrics();
  const [norms, setNorms] = useState<readonly number[]>([]);
  useEffect(() => {
    const read = (): void => setNorms(metrics.curve('gradientNorms', size.width, 0.9).smoothed);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = metrics.subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        read();
      }, redrawMs);
    });
    read();
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [metrics]);
  return norms;
}

/** On a log scale; otherwise the first steps would flatten the rest. */
function pointsOf(norms: readonly number[]): string {
  const logs = norms.map((norm) => Math.log(Math.max(norm, Number.MIN_VALUE)));
  const lowest = Math.min(...logs);
  const range = Math.max(...logs) - lowest || 1;
  const across = size.width / Math.max(1, logs.length - 1);
  const down = (log: number): number => 1 + (size.height - 3) * (1 - (log - lowest) / range);
  return logs.map((log, index) => `${index * across},${down(log)}`).join(' ');
}
