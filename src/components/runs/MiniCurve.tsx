import type { KeptRun } from '../../store/runs/kept-run.ts';
import classes from './MiniCurve.module.css';

/** In units of the drawing, which is stretched to its box. */
const size = { width: 120, height: 40 };

interface MiniCurveProps {
  readonly run: KeptRun;
  /** Drawn faintly, on the same scales. */
  readonly others: readonly KeptRun[];
  /** The marked step. */
  readonly step: number | null;
}

/**
 * The smoothed loss of one run among those of the others. The numbers are in the large chart's
 * table.
 */
export function MiniCurve({ run, others, step }: MiniCurveProps) {
  const last = Math.max(2, ...others.map(({ curve }) => curve.steps.at(-1) ?? 0));
  const logs = others.flatMap(({ curve }) => Array.from(curve.smoothed, logOf));
  const lowest = Math.min(...logs);
  const range = Math.max(...logs) - lowest || 1;
  const across = (at: number): number => (size.width * (at - 1)) / (last - 1);
  const points = ({ curve }: KeptRun): string =>
    Array.from(curve.smoothed, (loss, index) => {
      const down = 1 + (size.height - 3) * (1 - (logOf(loss) - lowest) / range);
      return `${across(curve.steps[index] ?? 1).toFixed(1)},${down.toFixed(1)}`;
    }).join(' ');
  return (
    <svg
      className={classes.curve}
      viewBox={`0 0 ${size.width} ${size.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {step !== null && <line className={classes.mark} x1={across(step)} x2={across(step)} y1={0} y2={size.height} />}
      {others.map((other) =>
        other.id === run.id ? null : <polyline key={other.id} className={classes.other} points={points(other)} />,
      )}
      <polyline className={classes.own} points={points(run)} />
    </svg>
  );
}

const logOf = (loss: number): number => Math.log(Math.max(loss, 1e-12));
