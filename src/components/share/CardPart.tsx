import '../../words/runs.ts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import type { KeptRun } from '../../store/runs/kept-run.ts';
import { RunCardButton } from '../run-card/RunCardButton.tsx';
import { useRunWords } from '../runs/use-run-words.ts';
import classes from './ShareDialog.module.css';

/** The card of the current run, which is kept from its first step on. */
export function CardPart({ link }: { readonly link: string }) {
  const { t } = useTranslation();
  const { load } = usePlayground((state) => state.runs);
  const report = usePlayground((state) => state.notices.report);
  const runId = usePlayground((state) => state.run.status?.runId);
  const hasSteps = usePlayground((state) => (state.run.status?.step ?? 0) > 0);
  const [run, setRun] = useState<KeptRun | null>(null);
  const { namesOf } = useRunWords();
  useEffect(() => {
    if (!hasSteps) return;
    load()
      .then(async (kept) => {
        await kept.flush();
        setRun(kept.list.getState().runs.find((entry) => entry.runId === runId && !entry.removed) ?? null);
      })
      .catch(report);
  }, [load, report, runId, hasSteps]);
  if (!run) return <p className={classes.about}>{t('share.cardLater')}</p>;
  return (
    <div className={classes.actions}>
      <RunCardButton run={run} name={namesOf([run]).get(run.id) ?? ''} link={link} />
    </div>
  );
}
