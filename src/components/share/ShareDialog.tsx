import { useTranslation } from 'react-i18next';
import { Dialog } from '../frame/Dialog.tsx';
import { CheckpointPart } from './CheckpointPart.tsx';
import { LinkPart } from './LinkPart.tsx';

export function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('share.title')} onClose={onClose}>
      {(close) => (
        <>
          <LinkPart />
          <CheckpointPart onDone={close} />
        </>
      )}
    </Dialog>
  );
}
