import { CloseButton } from '@mantine/core';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckpointPart } from './CheckpointPart.tsx';
import { LinkPart } from './LinkPart.tsx';
import classes from './ShareDialog.module.css';

/** The browser's own dialog: it keeps the focus inside, closes with Escape and gives the focus back. */
export function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const close = (): void => dialog.current?.close();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it by keyboard
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) close(); // the backdrop; what is inside has its own elements
      }}
    >
      <div className={classes.parts}>
        <div className={classes.head}>
          <h2 id={heading} className={classes.title}>
            {t('share.title')}
          </h2>
          <CloseButton aria-label={t('share.close')} onClick={close} />
        </div>
        <LinkPart />
        <CheckpointPart onDone={close} />
      </div>
    </dialog>
  );
}
