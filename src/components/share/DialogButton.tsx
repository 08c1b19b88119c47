import { Button } from '@mantine/core';
import { IconBox, IconShare } from '@tabler/icons-react';
import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LazyDialog } from '../frame/LazyDialog.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import classes from './DialogButton.module.css';

const ModelDialog = lazyPart(async () => (await import('./ModelDialog.tsx')).ModelDialog);
const ShareDialog = lazyPart(async () => (await import('./ShareDialog.tsx')).ShareDialog);

/** Opens, saves or chooses a network. */
export function ModelButton() {
  const { t } = useTranslation();
  return <DialogButton icon={IconBox} label={t('model.action')} dialog={ModelDialog} />;
}

export function ShareButton() {
  const { t } = useTranslation();
  return <DialogButton icon={IconShare} label={t('share.action')} dialog={ShareDialog} />;
}

interface DialogButtonProps {
  readonly icon: typeof IconBox;
  readonly label: string;
  readonly dialog: ComponentType<{ readonly onClose: () => void }>;
}

function DialogButton({ icon: Icon, label, dialog }: DialogButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        className={classes.button}
        leftSection={<Icon size={16} aria-hidden />}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <span className={classes.word}>{label}</span>
      </Button>
      {open && <LazyDialog dialog={dialog} onClose={() => setOpen(false)} />}
    </>
  );
}
