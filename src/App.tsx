import './components/frame/double-click.ts';
import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './App.module.css';
import { About } from './components/about-page/About.tsx';
import { OpenAbout } from './components/about-page/OpenAbout.tsx';
import { Arrivals } from './components/arrivals/Arrivals.tsx';
import { Help } from './components/help/Help.tsx';
import { ModelOffer } from './components/model-offer/ModelOffer.tsx';
import { Models } from './components/models/Models.tsx';
import { NextHint } from './components/next/NextHint.tsx';
import { Notices } from './components/notices/Notices.tsx';
import { SlowerDevice } from './components/notices/SlowerDevice.tsx';
import { OwnPictures } from './components/own-pictures/OwnPictures.tsx';
import { OpenTask } from './components/tasks/OpenTask.tsx';
import { Header } from './components/transport/Header.tsx';
import { PendingRun } from './components/transport/PendingRun.tsx';
import { useShowsTransport } from './components/transport/use-shows-transport.ts';
import { Views } from './components/views/Views.tsx';
import { languageLink } from './share/link-language.ts';
import { isWhole } from './share/page-frame.ts';
import { viewNames } from './share/view-names.ts';
import { usePlayground } from './store/index.ts';

/** The whole page: one workspace under one transport, seen in several views. */
export function App() {
  const { t } = useTranslation();
  const { name, show } = usePlayground((state) => state.view);
  const embedded = usePlayground((state) => state.frame.embedded);
  const showsTransport = useShowsTransport();
  return (
    <Tabs
      className={classes.page}
      data-transport={showsTransport || undefined}
      value={name}
      onChange={(value) => {
        const chosen = viewNames.find((view) => view === value);
        if (chosen) show(chosen);
      }}
    >
      <SkipToContent />
      <Header />
      <main id="content" tabIndex={-1} className={classes.main}>
        {embedded && (
          <div className={classes.hint}>
            <NextHint />
          </div>
        )}
        <OpenTask />
        <PendingRun />
        <SlowerDevice />
        <Views />
      </main>
      <footer className={classes.footer}>
        {embedded ? (
          <>
            <WholePage />
            <OpenAbout label={t('page.about')} />
          </>
        ) : (
          <>
            <Help />
            <BenchLink />
            <About />
          </>
        )}
      </footer>
      <Arrivals />
      <Notices />
      <ModelOffer />
      <Models />
      <OwnPictures />
    </Tabs>
  );
}

/**
 * The bench page shows nothing of what a link asks for, so a page that leaves parts out does not
 * lead there.
 */
export function BenchLink() {
  const { t } = useTranslation();
  const whole = usePlayground(({ frame }) => isWhole(frame));
  const inLinks = usePlayground((state) => state.language.inLinks);
  return whole && <a href={`bench.html${languageLink(inLinks)}`}>{t('page.bench')}</a>;
}

/** A button, because a link to `#content` would replace the experiment in the address. */
export function SkipToContent() {
  const { t } = useTranslation();
  return (
    <button type="button" className={classes.skip} onClick={() => document.getElementById('content')?.focus()}>
      {t('page.skip')}
    </button>
  );
}

/**
 * A link from an embedded view to the whole page with the same experiment, without what the view
 * leaves out.
 */
function WholePage() {
  const { t } = useTranslation();
  const link = usePlayground((state) => state.share.link());
  return (
    <a href={link} target="_blank" rel="noopener">
      {t('page.whole', { name: t('page.name') })}
    </a>
  );
}
