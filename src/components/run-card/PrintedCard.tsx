import { type ReactNode, useEffect } from 'react';
import { createPortal } from 'react-dom';
import classes from './PrintedCard.module.css';

interface PrintedCardProps {
  /** The suggested file name when the print is saved. */
  readonly name: string;
  readonly children: ReactNode;
}

/**
 * While it exists, only this is printed, by the page's button or by the browser's own command. It
 * is invisible on the screen.
 */
export function PrintedCard({ name, children }: PrintedCardProps) {
  useEffect(() => {
    const { title } = document;
    const begin = (): void => {
      document.title = name;
    };
    const end = (): void => {
      document.title = title;
    };
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
      end();
    };
  }, [name]);
  return createPortal(
    <div className={classes.paper} aria-hidden>
      {children}
    </div>,
    document.body,
  );
}
