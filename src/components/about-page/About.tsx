import { useTranslation } from 'react-i18next';
import { version } from '../../version.ts';
import classes from './About.module.css';
import { changelog } from './files.ts';
import { OpenAbout } from './OpenAbout.tsx';

/** In the page's footer: opens About, and names the page's version. */
export function About() {
  const { t } = useTranslation();
  return (
    <>
      <OpenAbout label={t('page.about')} />
      <a className={classes.version} href={changelog} target="_blank" rel="noopener">
        {t('page.version', { version })}
      </a>
    </>
  );
}
