import '../../words/models.ts';
import '../../words/runs.ts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PredictionType, recipes } from '../../ml/config.ts';
import { usePlayground } from '../../store/index.ts';
import { keptIdOf, laneSourceOf, lanesAmong, suitsRace } from '../../store/kept-lane.ts';
import type { Paint } from '../../store/paint.ts';
import type { KeptRun } from '../../store/runs/kept-run.ts';
import { formatCount } from '../../words/format.ts';
import { useLoadedRuns } from '../runs/use-kept-runs.ts';
import { useRunWords } from '../runs/use-run-words.ts';

export interface LaneSource {
  readonly value: string;
  readonly label: string;
  readonly disabled: boolean;
  readonly prediction: PredictionType;
}

/**
 * The sources of a lane: the current run, the models that ship with the page, and kept runs with a
 * checkpoint.
 */
export function useLaneSources(paint: Paint): readonly LaneSource[] {
  const { t } = useTranslation();
  const status = usePlayground((state) => state.run.status);
  const shipped = useShipped(paint);
  const runs = useKeptList();
  const { namesOf } = useRunWords();
  if (!status) return [];
  const names = namesOf(runs);
  const kept = lanesAmong(runs, status).map((run): LaneSource => {
    const fits = suitsRace(run, status);
    const values = { name: names.get(run.id) ?? '', step: formatCount(run.checkpoint?.step ?? 0) };
    return {
      value: laneSourceOf(run),
      label: t(fits ? 'paint.race.kept' : 'paint.race.unfit', values),
      disabled: !fits,
      prediction: run.experiment.predictionType,
    };
  });
  return [
    { value: 'run', label: t('paint.run'), disabled: false, prediction: status.network.prediction },
    ...shipped,
    ...kept,
  ];
}

/** The chosen source, even if it does not exist: a link may name one. */
export function sourceOf(sources: readonly LaneSource[], value: string, missing: string): LaneSource {
  const label = keptIdOf(value) === null ? value : missing;
  return sources.find((one) => one.value === value) ?? { value, label, disabled: true, prediction: 'flow' };
}

/** The models that ship with the page. Empty if they cannot be listed. */
function useShipped({ models }: Paint): readonly LaneSource[] {
  const { t } = useTranslation();
  const [known, setKnown] = useState<readonly LaneSource[]>([]);
  useEffect(() => {
    models.list().then(
      (cards) =>
        setKnown(
          cards.map(({ name, recipe }) => ({
            value: name,
            label: t(`modelNames.${name}`, { defaultValue: name }),
            disabled: false,
            prediction: recipes[recipe].experiment.predictionType,
          })),
        ),
      () => {}, // the run is then the only source
    );
  }, [models, t]);
  return known;
}

function useKeptList(): readonly KeptRun[] {
  const kept = useLoadedRuns();
  const [runs, setRuns] = useState<readonly KeptRun[]>([]);
  useEffect(() => {
    if (!kept) return;
    setRuns(kept.list.getState().runs);
    return kept.list.subscribe(({ runs }) => setRuns(runs));
  }, [kept]);
  return runs;
}
