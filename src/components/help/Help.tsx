import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import classes from './Help.module.css';
import { opensHelp, wantsQuestionMark } from './question-mark.ts';

const HelpDialog = lazyPart(async () => (await import('./HelpDialog.tsx')).HelpDialog);

/**
 * Opens the glossary and the list of keys: a button, and the key `?` unless it has been switched
 * off.
 */
export function Help() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (!opensHelp(event) || !wantsQuestionMark()) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
  const close = (): void => setOpen(false);
  return (
    <>
      <button type="button" className={classes.opener} onClick={() => setOpen(true)}>
        {t('page.help')}
      </button>
      {open && (
        <Boundary onBroken={close}>
          <Suspense>
            <HelpDialog onClose={close} />
          </Suspense>
        </Boundary>
      )}
    </>
  );
}
