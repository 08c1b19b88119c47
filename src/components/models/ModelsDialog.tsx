import '../../words/models.ts';
import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ErrorReport, reportOf, usePlayground } from '../../store/index.ts';
import type { ShippedModels } from '../../store/shipped-models.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { useSentences } from '../notices/sentence.ts';
import { ModelEntry } from './ModelEntry.tsx';
import classes from './Models.module.css';
import { useShippedModels } from './use-shipped-models.ts';

/** Ready-made networks and their actions. Closing the dialog cancels a download. */
export function ModelsDialog() {
  const { t } = useTranslation();
  const { load, close } = usePlayground((state) => state.models);
  const [models, setModels] = useState<ShippedModels | null>(null);
  const [failure, setFailure] = useState<ErrorReport | null>(null);
  const begin = useCallback((): void => {
    setFailure(null);
    load().then(
      (loaded) => {
        setModels(loaded);
        void loaded.list();
      },
      (error: unknown) => setFailure(reportOf(error)),
    );
  }, [load]);
  useEffect(begin, [begin]);
  const end = (): void => {
    models?.cancel();
    close();
  };
  return (
    <Dialog title={t('models.title')} onClose={end}>
      {() => (
        <div className={classes.parts}>
          <p className={classes.about}>{t('models.about')}</p>
          {failure && <Failure report={failure} onAgain={begin} />}
          {models && <List models={models} />}
        </div>
      )}
    </Dialog>
  );
}

interface FailureProps {
  readonly report: ErrorReport;
  readonly onAgain: () => void;
}

/** Here, not among the notices: the dialog covers those. */
function Failure({ report, onAgain }: FailureProps) {
  const { t } = useTranslation();
  const sentences = useSentences();
  return (
    <>
      <p className={classes.failure} role="alert">
        {sentences({ kind: 'error', report })}
      </p>
      <Button variant="default" size="xs" className={classes.again} onClick={onAgain}>
        {t('models.again')}
      </Button>
    </>
  );
}

function List({ models }: { readonly models: ShippedModels }) {
  const { t } = useTranslation();
  const cards = useShippedModels(models, (state) => state.cards);
  const failure = useShippedModels(models, (state) => state.listFailure);
  if (failure && !cards) {
    return <Failure report={failure} onAgain={() => void models.list()} />;
  }
  if (!cards) return <p className={classes.about}>{t('models.reading')}</p>;
  return (
    <ul className={classes.list} aria-label={t('models.title')}>
      {cards.map((card) => (
        <li key={card.name}>
          <ModelEntry models={models} card={card} />
        </li>
      ))}
    </ul>
  );
}
