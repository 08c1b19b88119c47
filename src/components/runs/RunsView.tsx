import '../../words/runs.ts';
import { Loader, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '../frame/Panel.tsx';
import { useMayTrain } from '../transport/use-may-train.ts';
import { CouldTry } from './CouldTry.tsx';
import { Results } from './Results.tsx';
import { RunList } from './RunList.tsx';
import classes from './RunsView.module.css';
import { SweepPart } from './SweepPart.tsx';
import { KeptRunsContext, useLoadedRuns, useSweep } from './use-kept-runs.ts';

const parts = { list: RunList, trials: CouldTry, sweep: SweepPart } as const;
const partNames = ['list', 'trials', 'sweep'] as const;

/** The list on one side selects runs; the other side shows their curves and pictures. */
export function RunsView() {
  const { t } = useTranslation();
  const kept = useLoadedRuns();
  if (!kept) return <Loader size="sm" className={classes.loading ?? ''} aria-label={t('runs.reading')} />;
  return (
    <KeptRunsContext value={kept}>
      <div className={classes.view}>
        <div className={classes.results}>
          <Results />
        </div>
        <Panel title={t('runs.list.title')} className={classes.side}>
          <Parts />
        </Panel>
      </div>
    </KeptRunsContext>
  );
}

/** Without training there is only the list; but a sweep that was begun elsewhere can be stopped. */
function Parts() {
  const { t } = useTranslation();
  const sweep = useSweep(({ phase }) => phase);
  const mayTrain = useMayTrain();
  if (!mayTrain && sweep !== 'running') {
    return (
      <div className={classes.parts}>
        <div className={classes.part}>
          <RunList />
        </div>
      </div>
    );
  }
  return (
    <Tabs defaultValue={sweep === 'unfinished' ? 'sweep' : 'list'} keepMounted={false} className={classes.parts ?? ''}>
      <Tabs.List aria-label={t('runs.parts.label')} className={classes.tabs ?? ''}>
        {partNames.map((name) => (
          <Tabs.Tab key={name} value={name} className={classes.tab ?? ''}>
            {t(`runs.parts.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {partNames.map((name) => {
        const Part = parts[name];
        return (
          <Tabs.Panel key={name} value={name} className={classes.part ?? ''}>
            <Part />
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}
