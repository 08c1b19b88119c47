import { Button } from '@mantine/core';
import { IconShare } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { Boundary } from '../frame/Boundary.tsx';
import classes from './ShareButton.module.css';

const ShareDialog = lazy(async () => ({ default: (await import('./ShareDialog.tsx')).ShareDialog }));

export function ShareButton() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [opened, setOpened] = useState(false);
  const report = usePlayground((state) => state.notices.report);
  return (
    <>
      <Button
        variant="default"
        className={classes.button}
        leftSection={<IconShare size={16} aria-hidden />}
        aria-haspopup="dialog"
        onClick={() => {
          setOpened(true);
          setOpen(true);
        }}
      >
        <span className={classes.word}>{t('share.action')}</span>
      </Button>
      {opened && (
        <Boundary>
          <Suspense>
            <ShareDialog open={open} onClose={() => setOpen(false)} onError={report} />
          </Suspense>
        </Boundary>
      )}
    </>
  );
}
