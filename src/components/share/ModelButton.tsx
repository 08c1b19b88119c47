import { Button } from '@mantine/core';
import { IconBox } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import classes from './ShareButton.module.css';

const ModelDialog = lazyPart(async () => (await import('./ModelDialog.tsx')).ModelDialog);

/** The network in and out: opened, saved, or taken from those that ship. */
export function ModelButton() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        className={classes.button}
        leftSection={<IconBox size={16} aria-hidden />}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <span className={classes.word}>{t('model.action')}</span>
      </Button>
      {open && (
        <Boundary onBroken={() => setOpen(false)}>
          <Suspense>
            <ModelDialog onClose={() => setOpen(false)} />
          </Suspense>
        </Boundary>
      )}
    </>
  );
}
