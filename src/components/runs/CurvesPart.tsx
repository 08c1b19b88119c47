import { NativeSelect, Switch, useComputedColorScheme } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptRun } from '../../store/runs/kept-run.ts';
import { formatList } from '../../words/format.ts';
import { Explained } from '../frame/Explained.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import { Panel } from '../frame/Panel.tsx';
import classes from './CurvesPart.module.css';
import { CurveTable } from './CurveTable.tsx';
import { type CurveKind, curveKinds, pointsOf } from './curve-kinds.ts';
import { equalCurves } from './equal-curves.ts';
import { colourOf } from './palette.ts';
import { useComparedRuns } from './use-kept-runs.ts';
import { useRunWords } from './use-run-words.ts';

const OverlaidCurves = lazyPart(async () => (await import('./OverlaidCurves.tsx')).OverlaidCurves);

/** The overlaid curves of the selected runs. */
export function CurvesPart() {
  const { t } = useTranslation();
  const runs = useComparedRuns();
  const [log, setLog] = useState(true);
  const [kind, setKind] = useState<CurveKind>('loss');
  const [pointed, setPointed] = useState<number | null>(null);
  const drawn = runs.filter((run) => pointsOf(run, kind).steps.length > 0);
  return (
    <Panel
      title={t('runs.curves.title')}
      className={classes.part}
      aside={
        <span className={classes.choices}>
          <Explained term={t(`runs.curves.kind.${kind}`)} reason={t(`runs.curves.kindWhy.${kind}`)} beside>
            <NativeSelect
              size="xs"
              aria-label={t('runs.curves.show')}
              value={kind}
              data={curveKinds.map((name) => ({ value: name, label: t(`runs.curves.kind.${name}`) }))}
              onChange={({ currentTarget }) =>
                setKind(curveKinds.find((name) => name === currentTarget.value) ?? 'loss')
              }
            />
          </Explained>
          <Switch
            size="xs"
            label={t('runs.curves.log')}
            checked={log}
            onChange={({ currentTarget }) => setLog(currentTarget.checked)}
          />
        </span>
      }
    >
      <Legend runs={drawn} kind={kind} step={pointed} />
      {drawn.length > 0 ? (
        <Suspense fallback={<div className={classes.place} />}>
          <OverlaidCurves runs={drawn} kind={kind} log={log} onStep={setPointed} />
        </Suspense>
      ) : (
        <p className={classes.none}>{t(runs.length > 0 ? 'runs.curves.noneOfKind' : 'runs.curves.none')}</p>
      )}
      <Equal runs={drawn} kind={kind} />
      <Unlike runs={drawn} />
      {drawn.length > 0 && <CurveTable runs={drawn} kind={kind} />}
    </Panel>
  );
}

interface LegendProps {
  readonly runs: readonly KeptRun[];
  readonly kind: CurveKind;
  /** The step under the pointer. */
  readonly step: number | null;
}

/** The runs' names, or their numbers under the pointer. */
function Legend({ runs, kind, step }: LegendProps) {
  const { t } = useTranslation();
  const { namesOf, lossOf } = useRunWords();
  const scheme = useComputedColorScheme('light');
  const names = namesOf(runs, 'short');
  return (
    <ul className={classes.legend}>
      {runs.map((run) => {
        const points = pointsOf(run, kind);
        // The newest point up to this step; past its end a run has none.
        const at = step === null || step > run.step ? -1 : points.steps.findLastIndex((known) => known <= step);
        return (
          <li key={run.id} className={classes.entry}>
            <span className={classes.line} style={{ background: colourOf(scheme, run.colour) }} aria-hidden />
            <span className={classes.name}>{names.get(run.id)}</span>
            {step !== null && <span className={classes.value}>{lossOf(points.values[at])}</span>}
          </li>
        );
      })}
      {step !== null && <li className={classes.at}>{t('runs.curves.at', { step })}</li>}
    </ul>
  );
}

/** Names runs whose curves coincide and are drawn with alternating dashes. */
function Equal({ runs, kind }: Pick<LegendProps, 'runs' | 'kind'>) {
  const { t } = useTranslation();
  const { namesOf } = useRunWords();
  const names = namesOf(runs, 'short');
  const groups = new Set(equalCurves(runs.map((run) => pointsOf(run, kind))));
  return [...groups]
    .filter(({ length }) => length > 1)
    .map((group) => {
      const ids = group.flatMap((index) => runs[index]?.id ?? []);
      const quoted = ids.map((id) => t('runs.curves.quoted', { name: names.get(id) }));
      return (
        <p key={ids.join()} className={classes.unlike}>
          {t('runs.curves.equal', { names: formatList(quoted) })}
        </p>
      );
    });
}

/** Losses of different prediction types are not comparable. */
function Unlike({ runs }: { readonly runs: readonly KeptRun[] }) {
  const { t } = useTranslation();
  const asked = new Set(
    runs.map(({ kind, experiment }) => (kind === 'one-pass' ? 'sample' : experiment.predictionType)),
  );
  const sets = new Set(runs.map(({ experiment }) => experiment.data));
  if (asked.size > 1) {
    const questions = [...asked].map((name) => t(`runs.changes.value.${name}`)).join(t('page.comma'));
    return <p className={classes.unlike}>{t('runs.curves.unlike', { questions })}</p>;
  }
  return sets.size > 1 ? <p className={classes.unlike}>{t('runs.curves.unlikeData')}</p> : null;
}
