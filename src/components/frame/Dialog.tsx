import { CloseButton } from '@mantine/core';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** For content that needs the width of a page. */
  readonly wide?: true;
  /** `close` closes the dialog as Escape does. */
  readonly children: (close: () => void) => ReactNode;
}

/**
 * The browser's own dialog: it keeps the focus inside, closes with Escape and gives the focus back.
 */
export function Dialog({ title, onClose, wide, children }: DialogProps) {
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
      data-wide={wide}
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(event) => {
        // The backdrop; elements inside are other targets.
        if (event.target === event.currentTarget) close();
      }}
    >
      <div className={classes.parts}>
        <div className={classes.head}>
          <h2 id={heading} className={classes.title}>
            {title}
          </h2>
          <CloseButton aria-label={t('dialog.close')} onClick={close} />
        </div>
        {children(close)}
      </div>
    </dialog>
  );
}
