import { useComputedColorScheme } from '@mantine/core';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptLook, KeptRun } from '../../store/runs/kept-run.ts';
import { formatCount } from '../../words/format.ts';
import { TimeLapseSlider } from '../evaluation/TimeLapseSlider.tsx';
import { useTimeLapse } from '../evaluation/use-time-lapse.ts';
import { Panel } from '../frame/Panel.tsx';
import { Picture } from '../picture/Picture.tsx';
import { MiniCurve } from './MiniCurve.tsx';
import { colourOf } from './palette.ts';
import classes from './SamplesPart.module.css';
import { useComparedRuns } from './use-kept-runs.ts';
import { useRunWords } from './use-run-words.ts';

/**
 * Small multiples: for each selected run, its curve among the others, and its newest pictures up to
 * the chosen step, from the same noise.
 */
export function SamplesPart() {
  const { t } = useTranslation();
  const { namesOf } = useRunWords();
  const runs = useComparedRuns();
  const names = namesOf(runs, 'short');
  const steps = stepsOf(runs);
  const player = useTimeLapse(steps.length);
  const step = steps[player.place] ?? null;
  const about = runs.length > 0 && runs.every(({ kind }) => kind === 'one-pass') ? 'aboutAnswers' : 'about';
  return (
    <Panel title={t('runs.samples.title')} className={classes.part} aside={t(`runs.samples.${about}`)}>
      {step === null && <p className={classes.none}>{t('runs.samples.nothing')}</p>}
      {step !== null && (
        <TimeLapseSlider
          player={player}
          length={steps.length}
          words={{ play: t('runs.samples.play'), pause: t('runs.samples.pause'), slider: t('runs.samples.slider') }}
          at={t('runs.samples.at', { step: formatCount(step) })}
        />
      )}
      <div className={classes.runs}>
        {runs.map((run) => (
          <Multiple key={run.id} run={run} name={names.get(run.id) ?? ''} step={step} others={runs} />
        ))}
      </div>
    </Panel>
  );
}

interface MultipleProps {
  readonly run: KeptRun;
  readonly name: string;
  /** The step that is shown; null if no run has pictures. */
  readonly step: number | null;
  readonly others: readonly KeptRun[];
}

function Multiple({ run, name, step, others }: MultipleProps) {
  const { t } = useTranslation();
  const scheme = useComputedColorScheme('light');
  const look = step === null ? undefined : run.looks.findLast((known) => known.step <= step);
  return (
    <figure className={classes.run} style={{ '--run': colourOf(scheme, run.colour) } as CSSProperties}>
      <figcaption className={classes.name} title={name}>
        {name}
      </figcaption>
      <MiniCurve run={run} others={others} step={step} />
      {look ? (
        <Pictures look={look} name={name} />
      ) : (
        <p className={classes.none}>{t(run.looks.length > 0 ? 'runs.samples.later' : 'runs.samples.none')}</p>
      )}
      <p className={classes.shownAt}>{look ? t('runs.samples.shownAt', { step: formatCount(look.step) }) : '\u00a0'}</p>
    </figure>
  );
}

function Pictures({ look, name }: { readonly look: KeptLook; readonly name: string }) {
  const { t } = useTranslation();
  const { pictures, step } = look;
  return (
    <div className={classes.pictures}>
      {Array.from({ length: pictures.count }, (_, index) => (
        <Picture
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the picture
          key={index}
          pictures={pictures}
          index={index}
          label={t('runs.samples.ofRun', { name, step: formatCount(step), number: index + 1 })}
          testId="run-picture"
        />
      ))}
    </div>
  );
}

/** The steps at which any of the runs has pictures. */
function stepsOf(runs: readonly KeptRun[]): readonly number[] {
  return [...new Set(runs.flatMap(({ looks }) => looks.map(({ step }) => step)))].sort((a, b) => a - b);
}
