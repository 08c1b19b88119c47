import { useTranslation } from 'react-i18next';
import type { KeptRun } from '../../store/runs/kept-run.ts';
import { formatCount } from '../../words/format.ts';
import classes from './CurveTable.module.css';
import { type CurveKind, pointsOf } from './curve-kinds.ts';
import { useRunWords } from './use-run-words.ts';

interface CurveTableProps {
  readonly runs: readonly KeptRun[];
  readonly kind: CurveKind;
}

const rows = 8;

/** The numbers behind the curves, at a few steps. */
export function CurveTable({ runs, kind }: CurveTableProps) {
  const { t } = useTranslation();
  const { namesOf, lossOf } = useRunWords();
  const names = namesOf(runs, 'short');
  const last = Math.max(...runs.map((run) => pointsOf(run, kind).steps.at(-1) ?? 0));
  const steps = [...new Set(Array.from({ length: rows }, (_, row) => Math.ceil((last * (row + 1)) / rows)))];
  return (
    <details className={classes.details}>
      <summary className={classes.summary}>{t('runs.curves.table')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <div className={classes.scroll} tabIndex={0}>
        <table className={classes.table}>
          <caption>{t('runs.curves.tableCaption', { kind: t(`runs.curves.kind.${kind}`) })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('runs.curves.step')}</th>
              {runs.map(({ id }) => (
                <th key={id} scope="col">
                  {names.get(id)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <tr key={step}>
                <th scope="row">{formatCount(step)}</th>
                {runs.map((run) => (
                  <td key={run.id}>{lossOf(valueAt(run, kind, step))}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** The value of the newest point up to this step; past its end a run has none. */
function valueAt(run: KeptRun, kind: CurveKind, step: number): number | undefined {
  const { steps, values } = pointsOf(run, kind);
  if (step > run.step) return undefined;
  return values[steps.findLastIndex((known) => known <= step)];
}
