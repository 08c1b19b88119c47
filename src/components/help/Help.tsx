import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LazyDialog } from '../frame/LazyDialog.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
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
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {t('page.help')}
      </button>
      {open && <LazyDialog dialog={HelpDialog} onClose={() => setOpen(false)} />}
    </>
  );
}
