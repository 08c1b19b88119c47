import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { parameters } from '../../ml/config.ts';
import { isReady, usePlayground } from '../../store/index.ts';
import { baseExperiment } from '../../store/runs/base-experiment.ts';
import {
  isChoice,
  type ReadValues,
  readValues,
  type SweepParameter,
  type SweepValue,
  suggestedValues,
  sweepable,
  sweepLimits,
} from '../../store/runs/sweep-values.ts';
import classes from './SweepPart.module.css';
import { SweepProgress } from './SweepProgress.tsx';
import { useKeptRuns, useSweep } from './use-kept-runs.ts';
import { useValueWords } from './use-run-words.ts';

/** Samples are made at this step, so that the runs can be compared by their samples too. */
const usualSteps = 100;

/** The parameter, its values and the number of steps of a sweep; and the sweep's progress. */
export function SweepPart() {
  const { t } = useTranslation();
  const phase = useSweep((state) => state.phase);
  return (
    <div className={classes.part}>
      <p className={classes.about}>{t('runs.sweep.about')}</p>
      {phase !== 'none' && <SweepProgress />}
      {phase !== 'running' && <SweepForm />}
    </div>
  );
}

function SweepForm() {
  const { t } = useTranslation();
  const { sweep } = useKeptRuns();
  const experiment = usePlayground(useShallow((state) => baseExperiment(state.run)));
  const ready = usePlayground(isReady);
  const possible = sweepable(experiment);
  const [wanted, setWanted] = useState<SweepParameter>('learningRate');
  const parameter = possible.includes(wanted) ? wanted : 'learningRate';
  /** The visitor's input; null: the suggested values. */
  const [text, setText] = useState<string | null>(null);
  const [stepsText, setStepsText] = useState(String(usualSteps));
  const [pressed, setPressed] = useState(false);
  const words = useValueWords();
  const suggested = suggestedValues(parameter, experiment);
  const shownText = text ?? suggested.join(', ');
  const read = isChoice(parameter) ? null : readValues(parameter, shownText);
  const steps = Number(stepsText);
  const stepsAreWrong = !Number.isInteger(steps) || steps < sweepLimits.fewestSteps || steps > sweepLimits.mostSteps;
  const start = (event: FormEvent): void => {
    event.preventDefault();
    setPressed(true);
    const values: readonly SweepValue[] | null = read ? ('values' in read ? read.values : null) : suggested;
    if (values && !stepsAreWrong) void sweep.start({ parameter, values, steps, experiment });
  };
  const { fewest, most, fewestSteps, mostSteps } = sweepLimits;
  return (
    <form className={classes.form} onSubmit={start} noValidate>
      <NativeSelect
        size="sm"
        label={t('runs.sweep.parameter')}
        value={parameter}
        data={possible.map((name) => ({ value: name, label: t(`runs.sweep.parameters.${name}`) }))}
        onChange={({ currentTarget }) => {
          setWanted(possible.find((name) => name === currentTarget.value) ?? 'learningRate');
          setText(null);
        }}
      />
      {read ? (
        <TextInput
          size="sm"
          label={t('runs.sweep.values')}
          description={t('runs.sweep.valuesHint', { fewest, most })}
          value={shownText}
          error={(pressed || text !== null) && <Problem parameter={parameter} read={read} />}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      ) : (
        <p className={classes.all}>
          {t('runs.sweep.allOf', { values: suggested.map((value) => words(parameter, value)).join(t('page.comma')) })}
        </p>
      )}
      <TextInput
        size="sm"
        label={t('runs.sweep.steps')}
        inputMode="numeric"
        value={stepsText}
        error={stepsAreWrong && t('runs.sweep.stepsWrong', { fewest: fewestSteps, most: mostSteps })}
        onChange={({ currentTarget }) => setStepsText(currentTarget.value)}
      />
      <Button type="submit" className={classes.button ?? ''} disabled={!ready}>
        {t('runs.sweep.start')}
      </Button>
    </form>
  );
}

/** One sentence, or nothing. */
function Problem({ parameter, read }: { readonly parameter: SweepParameter; readonly read: ReadValues }) {
  const { t } = useTranslation();
  if ('values' in read || isChoice(parameter)) return null;
  const { fewest, most } = sweepLimits;
  if (read.problem !== 'not-allowed') return t(`runs.sweep.problem.${read.problem}`, { fewest, most });
  const { min, max, integer } = parameters[parameter];
  const range = t(`runs.sweep.problem.${integer ? 'rangeWhole' : 'range'}`, { min, max });
  return t('runs.sweep.problem.not-allowed', { value: read.value, range });
}
