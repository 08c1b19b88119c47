import { Button } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';

const ModelsDialog = lazyPart(async () => (await import('./ModelsDialog.tsx')).ModelsDialog);

/** The panel of ready-made models, while it is open. */
export function Models() {
  const { open, close } = usePlayground((state) => state.models);
  if (!open) return null;
  return (
    <Boundary onBroken={close}>
      <Suspense>
        <ModelsDialog />
      </Suspense>
    </Boundary>
  );
}

export function ModelsButton() {
  const { t } = useTranslation();
  const show = usePlayground((state) => state.models.show);
  return (
    <Button variant="default" aria-haspopup="dialog" onClick={show}>
      {t('generate.models')}
    </Button>
  );
}
