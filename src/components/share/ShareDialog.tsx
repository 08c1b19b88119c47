import '@mantine/core/styles/ScrollArea.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Button, FileButton, Modal, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload, IconFolderOpen, IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download, fileName } from '../../share/download.ts';
import { usePlayground } from '../../store/index.ts';
import classes from './ShareDialog.module.css';

interface ShareDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onError: (error: unknown) => void;
}

export function ShareDialog({ open, onClose, onError }: ShareDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={t('share.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('share.close') }}
    >
      <div className={classes.parts}>
        <LinkPart onError={onError} />
        <CheckpointPart onDone={onClose} />
      </div>
    </Modal>
  );
}

function LinkPart({ onError }: Pick<ShareDialogProps, 'onError'>) {
  const { t } = useTranslation();
  const link = usePlayground((state) => state.share.link());
  const rateChanged = usePlayground(
    ({ run: { status } }) => status !== null && status.learningRate !== status.experiment.learningRate,
  );
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard
      .writeText(link)
      .then(() => setCopied(true))
      .catch(onError);
  };
  const send = (): void => {
    navigator.share({ title: t('page.name'), text: t('page.tagline'), url: link }).catch((error: unknown) => {
      // Closing the system's sheet is no error.
      if (!(error instanceof DOMException && error.name === 'AbortError')) onError(error);
    });
  };
  return (
    <section className={classes.part}>
      <TextInput
        label={t('share.link')}
        value={link}
        readOnly
        data-autofocus
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className={classes.actions}>
        <Button
          leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          onClick={copy}
        >
          <span aria-live="polite">{t(copied ? 'share.copied' : 'share.copy')}</span>
        </Button>
        {'share' in navigator && (
          <Button variant="default" leftSection={<IconSend size={16} aria-hidden />} onClick={send}>
            {t('share.send')}
          </Button>
        )}
      </div>
      <p className={classes.about}>
        {t('share.promise')} {rateChanged && t('share.rateChanged')}
      </p>
    </section>
  );
}

function CheckpointPart({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const { busy, exportCheckpoint, importCheckpoint } = usePlayground((state) => state.share);
  const status = usePlayground((state) => state.run.status);
  const save = async (): Promise<void> => {
    const zip = await exportCheckpoint();
    if (zip && status) {
      download(zip, fileName([status.experiment.recipe, t('share.fileName'), 'step', status.step], 'zip'));
    }
  };
  const open = async (file: File | null): Promise<void> => {
    if (!file) return;
    await importCheckpoint(file);
    onDone(); // the notice, good or bad, stands on the page
  };
  return (
    <section className={classes.part}>
      <h3 className={classes.heading}>{t('share.checkpoint')}</h3>
      <p className={classes.about}>{t('share.checkpointAbout')}</p>
      <div className={classes.actions}>
        <Button
          variant="default"
          disabled={!status}
          loading={busy}
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => void save()}
        >
          {t('share.exportFile')}
        </Button>
        <FileButton accept=".zip,application/zip" onChange={(file) => void open(file)}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              disabled={!status || busy}
              leftSection={<IconFolderOpen size={16} aria-hidden />}
            >
              {t('share.importFile')}
            </Button>
          )}
        </FileButton>
      </div>
    </section>
  );
}
