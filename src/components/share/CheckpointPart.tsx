import { Button, FileButton } from '@mantine/core';
import { IconDownload, IconFeather, IconFolderOpen } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { download, fileName } from '../../share/download.ts';
import { usePlayground } from '../../store/index.ts';
import { formatCount, joinSentences } from '../../words/format.ts';
import { useRunRecipe } from '../network/use-network.ts';
import { AddressPart } from './AddressPart.tsx';
import classes from './ShareDialog.module.css';

/** Saves the checkpoint to a file and opens one. */
export function CheckpointPart({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { busy, exportCheckpoint, importCheckpoint } = usePlayground((state) => state.share);
  const ready = usePlayground((state) => state.engine.phase === 'ready');
  // Without an engine, the run's last save is exported.
  const saved = usePlayground((state) => state.engine.phase === 'given-up' && state.run.status !== null);
  const recipe = useRunRecipe();
  const step = usePlayground((state) => state.run.status?.step ?? 0);
  const save = async (what: 'whole' | 'weights'): Promise<void> => {
    const zip = await exportCheckpoint(what);
    const name = t(what === 'whole' ? 'share.fileName' : 'share.weightsFileName');
    if (zip) download(zip, fileName([recipe, name, 'step', step], 'zip'));
  };
  const open = async (file: File | null): Promise<void> => {
    if (!file) return;
    await importCheckpoint(file);
    onDone(); // the notice about success or failure appears on the page
  };
  return (
    <section className={classes.part}>
      <h3 className={classes.heading}>{t('share.checkpoint')}</h3>
      <p className={classes.about}>{t('share.checkpointAbout')}</p>
      <div className={classes.actions}>
        <Button
          variant="default"
          disabled={!ready && !saved}
          loading={busy}
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => void save('whole')}
        >
          {t('share.exportFile')}
        </Button>
        <Button
          variant="default"
          disabled={!ready || busy}
          leftSection={<IconFeather size={16} aria-hidden />}
          onClick={() => void save('weights')}
        >
          {t('share.exportWeights')}
        </Button>
        <FileButton accept=".zip,application/zip" onChange={(file) => void open(file)}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              disabled={!ready || busy}
              leftSection={<IconFolderOpen size={16} aria-hidden />}
            >
              {t('share.importFile')}
            </Button>
          )}
        </FileButton>
      </div>
      <p className={classes.about}>
        {joinSentences(
          t('share.savedRun', { recipe: t(`recipes.${recipe}.name`), step: formatCount(step) }),
          t('share.weightsAbout'),
        )}
      </p>
      <AddressPart onDone={onDone} />
    </section>
  );
}
