import { Button, TextInput, useComputedColorScheme } from '@mantine/core';
import { IconFolderOpen, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasPart } from '../../share/page-frame.ts';
import { isReady, usePlayground } from '../../store/index.ts';
import { type KeptRun, runLimits } from '../../store/runs/kept-run.ts';
import { formatCount, formatDate, joinSentences } from '../../words/format.ts';
import { Why } from '../frame/Why.tsx';
import { RunCardButton } from '../run-card/RunCardButton.tsx';
import { CopyButton } from '../share/CopyButton.tsx';
import { useMayTrain } from '../transport/use-may-train.ts';
import { colourOf, palette } from './palette.ts';
import classes from './RunDetails.module.css';
import { useKeptRuns } from './use-kept-runs.ts';
import { useRunWords } from './use-run-words.ts';

interface RunDetailsProps {
  readonly run: KeptRun;
  readonly name: string;
  /** Whether it is the current run. */
  readonly isShown: boolean;
}

/** Facts and actions of one run. */
export function RunDetails({ run, name, isShown }: RunDetailsProps) {
  const { t } = useTranslation();
  const { titleOf } = useRunWords();
  const { begunAt, learningRate, experiment, noCheckpoint, checkpoint } = run;
  const when = formatDate(begunAt);
  return (
    <div className={classes.details}>
      <NameField run={run} automatic={name} />
      <Colours run={run} />
      <p className={classes.facts}>
        {joinSentences(
          t('runs.details.begun', { title: titleOf(run), when, seed: experiment.seed }),
          learningRate !== experiment.learningRate && t('runs.list.rateNow', { rate: learningRate }),
          !checkpoint && noCheckpoint && t(`runs.details.no.${noCheckpoint}`),
        )}
      </p>
      <Actions run={run} name={name} isShown={isShown} />
    </div>
  );
}

/** The name is changed when the field is left, or by Enter; Escape restores it. */
function NameField({ run, automatic }: { readonly run: KeptRun; readonly automatic: string }) {
  const { t } = useTranslation();
  const { rename } = useKeptRuns();
  const [text, setText] = useState(run.name ?? '');
  return (
    <TextInput
      size="sm"
      label={t('runs.details.name')}
      placeholder={run.name === null ? automatic : t('runs.details.nameHint')}
      maxLength={runLimits.name}
      value={text}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={() => rename(run.id, text)}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') rename(run.id, currentTarget.value);
        if (key === 'Escape') setText(run.name ?? '');
      }}
    />
  );
}

function Colours({ run }: { readonly run: KeptRun }) {
  const { t } = useTranslation();
  const { colour } = useKeptRuns();
  const scheme = useComputedColorScheme('light');
  const group = useId();
  const names = t('runs.details.colours', { returnObjects: true });
  return (
    <fieldset className={classes.colours}>
      <legend className={classes.legend}>{t('runs.details.colour')}</legend>
      {palette[scheme].map((_, place) => (
        <label key={names[place]} className={classes.colour}>
          <input
            type="radio"
            className={classes.radio}
            name={group}
            aria-label={names[place]}
            checked={run.colour === place}
            style={{ backgroundColor: colourOf(scheme, place) }}
            onChange={() => colour(run.id, place)}
          />
        </label>
      ))}
    </fieldset>
  );
}

function Actions({ run, name, isShown }: RunDetailsProps) {
  const { t } = useTranslation();
  const { open, canOpen: canOpenRun, startAgain, remove, link } = useKeptRuns();
  const ready = usePlayground(isReady);
  const busy = usePlayground((state) => state.share.busy);
  const report = usePlayground((state) => state.notices.report);
  const shares = usePlayground(({ frame }) => hasPart(frame, 'share'));
  const mayTrain = useMayTrain();
  const [isSaved, setSaved] = useState(false);
  const { checkpoint } = run;
  const canOpen = checkpoint !== null || isSaved;
  useEffect(() => {
    if (ready && !isShown && !checkpoint) canOpenRun(run.id).then(setSaved, report);
  }, [ready, isShown, checkpoint, canOpenRun, run.id, report]);
  return (
    <div className={classes.actions}>
      {!isShown && canOpen && (
        <Why reason={t('runs.details.openWhy')}>
          <Button
            size="xs"
            variant="default"
            disabled={!ready || busy}
            leftSection={<IconFolderOpen size={16} aria-hidden />}
            onClick={() => void open(run.id, name)}
          >
            {checkpoint ? t('runs.details.open', { step: formatCount(checkpoint.step) }) : t('runs.details.openSaved')}
          </Button>
        </Why>
      )}
      {mayTrain && (
        <Button
          size="xs"
          variant="default"
          disabled={!ready}
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={() => void startAgain(run.id)}
        >
          {t('runs.details.startAgain')}
        </Button>
      )}
      {shares && <CopyButton text={link(run.id)} label={t('share.copy')} size="xs" variant="default" />}
      <RunCardButton run={run} name={name} link={link(run.id)} size="xs" />
      <Button
        size="xs"
        variant="default"
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => remove(run.id)}
      >
        {t('runs.details.remove')}
      </Button>
    </div>
  );
}
