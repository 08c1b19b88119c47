import '../../words/about-page.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shippedSets } from '../../ml/config.ts';
import { assetsAddress, isElsewhere } from '../../share/assets-address.ts';
import { released, version } from '../../version.ts';
import { formatDay, formatList } from '../../words/format.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { CopyButton } from '../share/CopyButton.tsx';
import classes from './About.module.css';
import { changelog, licences, licencesOfBench } from './files.ts';
import { films } from './films.ts';

/** As in CITATION.cff. */
const citation = `The Diffusion Playground contributors. Diffusion Playground, version ${version}. ${released.slice(0, 4)}.`;

/** The method, what was measured and how, privacy, limits, and whose work is in the page. */
export function AboutDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const assets = new URL(assetsAddress());
  const hosts = isElsewhere(assets) ? t('aboutPage.hosts.two', { host: assets.host }) : t('aboutPage.hosts.own');
  return (
    <Dialog wide title={t('aboutPage.title')} onClose={onClose}>
      {() => (
        <div className={classes.text}>
          <p>{t('aboutPage.lead')}</p>
          <Films />
          {t('aboutPage.parts', { returnObjects: true, hosts }).map(([title, ...paragraphs]) => (
            <Part key={title} title={title}>
              {paragraphs.map((paragraph) => (
                <p key={paragraph}>{paragraph}</p>
              ))}
            </Part>
          ))}
          <Part title={t('aboutPage.cite.title')}>
            <p>{t('aboutPage.cite.about')}</p>
            <blockquote className={classes.citation} lang="en">
              {citation}
            </blockquote>
            <CopyButton size="xs" variant="default" text={citation} label={t('aboutPage.cite.copy')} />
          </Part>
          <Rights />
        </div>
      )}
    </Dialog>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Films() {
  const { t } = useTranslation();
  const { models, steps, stepsTaken } = films;
  return (
    <figure className={classes.films}>
      {models.map((name) => (
        <img
          key={name}
          src={`films/${name}.webp`}
          alt={t(`aboutPage.films.${name}`, { stages: stepsTaken.length })}
          width={stepsTaken.length * shippedSets[name].side}
          height={shippedSets[name].side}
        />
      ))}
      <figcaption>{t('aboutPage.films.caption', { steps, taken: formatList(stepsTaken.map(String)) })}</figcaption>
    </figure>
  );
}

function Rights() {
  const { t } = useTranslation();
  const date = formatDay(released);
  const files = [
    [changelog, t('aboutPage.rights.changes')],
    [licences, t('aboutPage.rights.licences')],
    [licencesOfBench, t('aboutPage.rights.licencesOfBench', { bench: t('page.bench') })],
  ] as const;
  return (
    <Part title={t('aboutPage.rights.title')}>
      <p>{t('aboutPage.rights.version', { version, date })}</p>
      <p>{t('aboutPage.rights.about')}</p>
      <p className={classes.links}>
        {files.map(([file, label]) => (
          <a key={file} href={file} target="_blank" rel="noopener">
            {label}
          </a>
        ))}
      </p>
    </Part>
  );
}
