import { Button, Progress, useComputedColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isReady, isRunning, usePlayground } from '../../store/index.ts';
import type { SweepRun } from '../../store/runs/sweep.ts';
import { formatCount } from '../../words/format.ts';
import { colourOf } from './palette.ts';
import classes from './SweepProgress.module.css';
import { useKeptRuns, useRunList, useSweep } from './use-kept-runs.ts';
import { useValueWords } from './use-run-words.ts';

/** The progress of each run. */
export function SweepProgress() {
  const { t } = useTranslation();
  const { sweep, compareOnly } = useKeptRuns();
  const { parameter, steps, runs, phase } = useSweep((state) => state);
  const words = useValueWords();
  const known = useRunList((state) => state.runs);
  const ready = usePlayground(isReady);
  const scheme = useComputedColorScheme('light');
  const step = usePlayground((state) => state.run.status?.step ?? 0);
  if (!parameter) return null;
  const isOver = (run: SweepRun): boolean => run.phase === 'done' || run.phase === 'failed';
  const done = runs.filter(isOver).length;
  const begun = runs.some((run) => run.phase === 'training') ? Math.min(1, step / steps) : 0;
  const said = t('runs.sweep.progress', { done, total: runs.length });
  const colourIn = (id: string | null): string => {
    const kept = known.find((run) => run.id === id);
    return kept ? colourOf(scheme, kept.colour) : 'var(--line)';
  };
  const ids = runs.flatMap(({ id }) => id ?? []);
  return (
    <div className={classes.progress}>
      <Progress.Root size={6} transitionDuration={150}>
        <Progress.Section
          value={(100 * (done + begun)) / Math.max(1, runs.length)}
          withAria={false} // the kit's own label gives percents
          role="progressbar"
          aria-valuemin={0}
          aria-valuemax={runs.length}
          aria-valuenow={done}
          aria-label={t('runs.parts.sweep')}
          aria-valuetext={said}
        />
      </Progress.Root>
      <ol className={classes.runs} aria-label={t('runs.sweep.runs')}>
        {runs.map((run) => (
          <li key={run.value} className={classes.run}>
            <span className={classes.swatch} style={{ background: colourIn(run.id) }} aria-hidden />
            <span className={classes.value}>{words(parameter, run.value)}</span>
            <PhaseOf run={run} steps={steps} />
          </li>
        ))}
      </ol>
      <p role="status" className={classes.ended}>
        {phase !== 'running' &&
          phase !== 'none' &&
          t(`runs.sweep.ended.${phase}`, { parameter: t(`runs.sweep.parameters.${parameter}`) })}
      </p>
      {phase === 'unfinished' ? (
        <div className={classes.answers}>
          <Button size="sm" className={classes.button ?? ''} disabled={!ready} onClick={() => void sweep.goOn()}>
            {t('runs.sweep.goOn')}
          </Button>
          <Button variant="default" size="sm" className={classes.button ?? ''} onClick={sweep.drop}>
            {t('runs.sweep.drop')}
          </Button>
        </div>
      ) : phase === 'running' ? (
        <Button variant="default" size="sm" className={classes.button ?? ''} onClick={sweep.cancel}>
          {t('runs.sweep.cancel')}
        </Button>
      ) : (
        ids.length > 0 && (
          <Button variant="default" size="sm" className={classes.button ?? ''} onClick={() => compareOnly(ids)}>
            {t('runs.sweep.compare')}
          </Button>
        )
      )}
    </div>
  );
}

function PhaseOf({ run, steps }: { readonly run: SweepRun; readonly steps: number }) {
  const { t } = useTranslation();
  const step = usePlayground((state) => state.run.status?.step ?? 0);
  const runs = usePlayground((state) => isRunning(state.run.status));
  const isCut =
    useSweep((state) => state.phase === 'unfinished') && (run.phase === 'training' || run.phase === 'looking');
  const phase = run.phase === 'training' && !runs && step > 0 && step < steps ? 'held' : run.phase;
  return (
    <span className={classes.phase}>
      {t(`runs.sweep.phase.${isCut ? 'cut' : phase}`, {
        step: formatCount(Math.min(step, steps)),
        steps: formatCount(steps),
      })}
    </span>
  );
}
