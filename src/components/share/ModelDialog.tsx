import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { CheckpointPart } from './CheckpointPart.tsx';
import classes from './ShareDialog.module.css';

export function ModelDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const showModels = usePlayground((state) => state.models.show);
  return (
    <Dialog title={t('model.action')} onClose={onClose}>
      {(close) => (
        <>
          <section className={classes.part}>
            <h3 className={classes.heading}>{t('generate.models')}</h3>
            <p className={classes.about}>{t('model.ready')}</p>
            <div className={classes.actions}>
              <Button
                variant="default"
                onClick={() => {
                  close();
                  showModels();
                }}
              >
                {t('model.choose')}
              </Button>
            </div>
          </section>
          <CheckpointPart onDone={close} />
        </>
      )}
    </Dialog>
  );
}
