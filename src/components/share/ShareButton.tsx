import { Button } from '@mantine/core';
import { IconShare } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import classes from './ShareButton.module.css';

const ShareDialog = lazyPart(async () => (await import('./ShareDialog.tsx')).ShareDialog);

export function ShareButton() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        className={classes.button}
        leftSection={<IconShare size={16} aria-hidden />}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <span className={classes.word}>{t('share.action')}</span>
      </Button>
      {open && (
        <Boundary onBroken={() => setOpen(false)}>
          <Suspense>
            <ShareDialog onClose={() => setOpen(false)} />
          </Suspense>
        </Boundary>
      )}
    </>
  );
}
