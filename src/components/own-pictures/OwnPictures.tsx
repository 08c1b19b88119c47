import { Button } from '@mantine/core';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';

const OwnPicturesDialog = lazyPart(async () => (await import('./OwnPicturesDialog.tsx')).OwnPicturesDialog);

/** The panel for the visitor's own pictures, while it is open. */
export function OwnPictures() {
  const open = usePlayground((state) => state.ownPictures.open);
  const close = usePlayground((state) => state.ownPictures.close);
  if (!open) return null;
  return (
    <Boundary onBroken={close}>
      <Suspense>
        <OwnPicturesDialog />
      </Suspense>
    </Boundary>
  );
}

export function OwnPicturesButton() {
  const { t } = useTranslation();
  const show = usePlayground((state) => state.ownPictures.show);
  return (
    <Button variant="default" size="xs" style={{ alignSelf: 'start' }} aria-haspopup="dialog" onClick={show}>
      {t('data.own')}
    </Button>
  );
}
