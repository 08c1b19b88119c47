import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { version } from '../../version.ts';
import { LazyDialog } from '../frame/LazyDialog.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import classes from './About.module.css';
import { changelog } from './files.ts';

const AboutDialog = lazyPart(async () => (await import('./AboutDialog.tsx')).AboutDialog);

/** In the page's footer: opens what there is to say about the page, and names its version. */
export function About() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t('page.about')}
      </button>
      <a className={classes.version} href={changelog} target="_blank" rel="noopener">
        {t('page.version', { version })}
      </a>
      {open && <LazyDialog dialog={AboutDialog} onClose={() => setOpen(false)} />}
    </>
  );
}
