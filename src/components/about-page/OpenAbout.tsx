import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LazyDialog } from '../frame/LazyDialog.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import classes from './About.module.css';

const AboutDialog = lazyPart(async () => (await import('./AboutDialog.tsx')).AboutDialog);

interface OpenAboutProps {
  readonly label: string;
  readonly className?: string | undefined;
}

/** A button that opens About. */
export function OpenAbout({ label, className }: OpenAboutProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" aria-haspopup="dialog" className={className} onClick={() => setOpen(true)}>
        {label}
      </button>
      {open && <LazyDialog dialog={AboutDialog} onClose={() => setOpen(false)} />}
    </>
  );
}

/**
 * The place where a beginner starts: About first explains how a network learns and how a picture is
 * made.
 */
export function HowItWorks() {
  const { t } = useTranslation();
  return <OpenAbout label={t('page.howItWorks')} className={classes.how} />;
}
