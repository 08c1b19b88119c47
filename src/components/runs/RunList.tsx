import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { bytesKept, listed, mostRuns } from '../../store/runs/run-list.ts';
import { formatMegabytes, joinSentences } from '../../words/format.ts';
import { useShowsTransport } from '../transport/use-shows-transport.ts';
import classes from './RunList.module.css';
import { RunRow } from './RunRow.tsx';
import { StoredPart } from './StoredPart.tsx';
import { useComparison, useKeptRuns, useRunList } from './use-kept-runs.ts';
import { useRunWords } from './use-run-words.ts';

/** All kept runs, the newest first. */
export function RunList() {
  const { t } = useTranslation();
  const { namesOf } = useRunWords();
  const runs = listed(useRunList((state) => state.runs));
  const names = namesOf(runs);
  const trains = useShowsTransport();
  return (
    <div className={classes.parts}>
      <Removed />
      {runs.length === 0 && (
        <p className={classes.none}>{t(trains ? 'runs.list.none' : 'runs.list.noneWithoutTraining')}</p>
      )}
      <ul className={classes.list} aria-label={t('runs.list.title')}>
        {runs.toReversed().map((run) => (
          <li key={run.id}>
            <RunRow run={run} name={names.get(run.id) ?? ''} />
          </li>
        ))}
      </ul>
      <RoomTaken />
      <StoredPart />
    </div>
  );
}

/** The run that was deleted last, with a button to restore it. */
function Removed() {
  const { t } = useTranslation();
  const { namesOf } = useRunWords();
  const { takeBack, forgetRemoved } = useKeptRuns();
  const runs = useRunList((state) => state.runs);
  const removed = runs.find((run) => run.removed);
  const isShown = useComparison((state) => removed !== undefined && state.shownId === removed.id);
  return (
    <div role="status" className={classes.removed} hidden={!removed}>
      {removed && (
        <>
          <span className={classes.removedName}>
            {t(isShown ? 'runs.removedShown' : 'runs.removed', { name: namesOf([removed]).get(removed.id) })}
          </span>
          <Button size="xs" variant="default" onClick={takeBack}>
            {t('runs.takeBack')}
          </Button>
          <Button size="xs" variant="subtle" onClick={forgetRemoved}>
            {t('runs.removedFine')}
          </Button>
        </>
      )}
    </div>
  );
}

/**
 * The storage that the runs take, what is deleted first when there is no room, and what went wrong.
 */
function RoomTaken() {
  const { t } = useTranslation();
  const { runs, budget, damaged, trouble, gaveUp, letGo } = useRunList((state) => state);
  const kept = listed(runs);
  return (
    <div className={classes.room}>
      <div role="status">
        {damaged > 0 && <p className={classes.trouble}>{t('runs.room.damaged', { count: damaged })}</p>}
        {trouble && <p className={classes.trouble}>{t(`runs.room.${trouble}`)}</p>}
        {gaveUp > 0 && <p className={classes.trouble}>{t('runs.room.gaveUp', { count: gaveUp })}</p>}
        {letGo > 0 && <p className={classes.trouble}>{t('runs.room.letGo', { count: letGo, most: mostRuns })}</p>}
      </div>
      {kept.length > 0 && budget !== null && (
        <p>
          {joinSentences(
            t('runs.room.all', {
              count: kept.length,
              used: formatMegabytes(bytesKept(runs)),
              most: Math.round(budget / 1e6),
            }),
            t('runs.room.rule'),
          )}
        </p>
      )}
    </div>
  );
}
