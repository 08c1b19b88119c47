import { Button } from '@mantine/core';
import { IconArrowsLeftRight, IconX } from '@tabler/icons-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { lazyPart } from '../frame/lazy-part.tsx';
import classes from './NearestPart.module.css';

// Loaded only on request.
const NearestPictures = lazyPart(async () => (await import('./NearestPictures.tsx')).NearestPictures);

/**
 * Shows whether the network invents or remembers: on request, the generated pictures beside the
 * training pictures that are most like them.
 */
export function NearestPart() {
  const { t } = useTranslation();
  const generated = usePlayground(({ generate }) => generate.result !== null && !generate.busy);
  const { found, busy, find, cancel } = usePlayground((state) => state.nearest);
  const ready = usePlayground((state) => state.engine.phase === 'ready');
  return (
    <div className={classes.part}>
      <div className={classes.buttons}>
        <Button
          size="xs"
          variant="default"
          disabled={!generated || !ready}
          loading={busy}
          leftSection={<IconArrowsLeftRight size={14} aria-hidden />}
          onClick={() => void find()}
        >
          {t('generate.nearest.action')}
        </Button>
        {busy && (
          <Button size="xs" variant="default" leftSection={<IconX size={14} aria-hidden />} onClick={cancel}>
            {t('generate.cancel')}
          </Button>
        )}
      </div>
      {found && (
        <Suspense fallback={null}>
          <NearestPictures found={found} />
        </Suspense>
      )}
    </div>
  );
}
