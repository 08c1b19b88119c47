import '../../words/own-pictures.ts';
import { Button, Progress } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { createOwnImport, type DataSetDescription, type OwnImport } from '../../store/own-import.ts';
import { formatCount } from '../../words/format.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { useSentences } from '../notices/sentence.ts';
import { ChooseFiles } from './ChooseFiles.tsx';
import { Found } from './Found.tsx';
import { KeepPictures } from './KeepPictures.tsx';
import classes from './OwnPictures.module.css';
import { Preview } from './Preview.tsx';
import { ReadOptions } from './ReadOptions.tsx';
import { Sets } from './Sets.tsx';
import { useOwnImport } from './use-own-import.ts';
import { Wanted } from './Wanted.tsx';

/**
 * Adds pictures, shows them as the network will see them, keeps them as a set, and lists the sets.
 */
export function OwnPicturesDialog() {
  const { t } = useTranslation();
  const close = usePlayground((state) => state.ownPictures.close);
  const setsChanged = usePlayground((state) => state.ownPictures.setsChanged);
  const shape = usePlayground(({ ownPictures: { wanted, network } }) => wanted?.shape ?? network);
  const [own, setOwn] = useState<OwnImport | null>(null);
  useEffect(() => {
    const made = createOwnImport(shape ?? {}, setsChanged);
    setOwn(made);
    return () => made.close();
  }, [shape, setsChanged]);
  return (
    <Dialog title={t('ownPictures.title')} onClose={close}>
      {(closeDialog) => own && <Parts own={own} onChosen={closeDialog} />}
    </Dialog>
  );
}

function Parts({ own, onChosen }: { readonly own: OwnImport; readonly onChosen: () => void }) {
  const { t } = useTranslation();
  const added = usePlayground((state) => state.ownPictures.added);
  const chooseDataSet = usePlayground((state) => state.run.chooseDataSet);
  const collected = useOwnImport(own, (state) => state.collected);
  const kept = useOwnImport(own, (state) => state.kept);
  const train = (set: DataSetDescription): void => {
    chooseDataSet(set);
    onChosen();
  };
  const keep = async (): Promise<void> => {
    const set = await own.keep();
    if (set) added(set);
  };
  return (
    <div className={classes.parts}>
      <Wanted own={own} />
      <Converted />
      <ChooseFiles own={own} />
      <ReadOptions own={own} />
      <Work own={own} />
      {collected && (
        <>
          <Found collected={collected} />
          {collected.counts.pictures > 0 && <Preview own={own} collected={collected} />}
          <KeepPictures own={own} collected={collected} onKeep={() => void keep()} />
        </>
      )}
      <p className={classes.note} aria-live="polite">
        {kept && t('ownPictures.kept', { name: kept.name })}
      </p>
      <Sets own={own} onTrain={train} />
    </div>
  );
}

/** The shape that the network needs, if the pictures are for fine-tuning. */
function Converted() {
  const { t } = useTranslation();
  const network = usePlayground((state) => state.ownPictures.network);
  if (!network) return null;
  const colours = t(network.channels === 1 ? 'ownPictures.sets.grey' : 'ownPictures.sets.colour');
  return <p className={classes.advice}>{t('ownPictures.converted', { side: network.side, colours })}</p>;
}

/** Progress and errors. They are shown here, not among the notices, which the dialog covers. */
function Work({ own }: { readonly own: OwnImport }) {
  const { t } = useTranslation();
  const sentences = useSentences();
  const { work, progress, failure } = useOwnImport(own, (state) => state);
  if (failure && !work) {
    return (
      <p className={classes.failure} role="alert">
        {sentences({ kind: 'error', report: failure })}
      </p>
    );
  }
  if (!work) return null;
  const { done, total } = progress ?? { done: 0, total: 0 };
  const values = { done: formatCount(done), total: formatCount(total) };
  return (
    <div className={classes.work}>
      <Progress.Root size={6} transitionDuration={100}>
        <Progress.Section value={total ? (100 * done) / total : 0} aria-label={t('ownPictures.progress')} />
      </Progress.Root>
      <span className={classes.note}>{progress && t(`ownPictures.${work}`, values)}</span>
      <Button variant="default" size="xs" onClick={own.cancel}>
        {t('ownPictures.cancel')}
      </Button>
    </div>
  );
}
