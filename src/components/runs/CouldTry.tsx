import { IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { isReady, runSet, usePlayground } from '../../store/index.ts';
import { baseExperiment } from '../../store/runs/base-experiment.ts';
import { type Trial, trialsFor } from '../../store/runs/could-try.ts';
import { joinSentences, sentenceGap } from '../../words/format.ts';
import { useClassWords } from '../data-set/use-class-words.ts';
import classes from './CouldTry.module.css';
import { useKeptRuns } from './use-kept-runs.ts';

/** Experiments that change one thing in the current run, each started with one press. */
export function CouldTry() {
  const { t } = useTranslation();
  const experiment = usePlayground(useShallow((state) => baseExperiment(state.run)));
  const set = usePlayground(runSet);
  const ready = usePlayground(isReady);
  const trials = trialsFor(experiment, set);
  return (
    <div className={classes.part}>
      <p className={classes.about}>
        {joinSentences(
          t('runs.trialsPart.about', { base: t(`recipes.${experiment.recipe}.name`) }),
          !ready && t('runs.trialsPart.waiting'),
        )}
      </p>
      {trials.length === 0 && <p className={classes.about}>{t('runs.trialsPart.none')}</p>}
      <ul className={classes.list}>
        {trials.map((trial) => (
          <li key={trial.name}>
            <TrialCard trial={trial} ready={ready} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function TrialCard({ trial, ready }: { readonly trial: Trial; readonly ready: boolean }) {
  const { t } = useTranslation();
  const { tryOut } = useKeptRuns();
  const set = usePlayground(runSet);
  const classWord = useClassWords();
  const { experiment } = trial;
  const { name, why, source, address } = t(`runs.trials.${trial.name}`, { returnObjects: true });
  const title =
    trial.name === 'mirror'
      ? t(`runs.trialsPart.mirror${experiment.horizontalFlip ? 'On' : 'Off'}`)
      : trial.name === 'oneClass'
        ? t('runs.trialsPart.oneClass', { name: classWord(set?.id, set?.classNames[experiment.classes[0] ?? 0]) })
        : name;
  return (
    <div className={classes.trial}>
      <button
        type="button"
        className={classes.start}
        disabled={!ready}
        aria-label={t('runs.trialsPart.start', { name: title })}
        onClick={() => void tryOut(experiment)}
      >
        <IconPlayerPlay size={16} aria-hidden className={classes.icon} />
        {title}
      </button>
      <p className={classes.why}>
        {why}
        {sentenceGap()}
        <a href={address} target="_blank" rel="noreferrer" className={classes.source}>
          {source}
        </a>
      </p>
    </div>
  );
}
