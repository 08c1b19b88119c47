import './components/frame/double-click.ts';
import { useTranslation } from 'react-i18next';
import classes from './App.module.css';
import { AboutRoom } from './components/about/AboutRoom.tsx';
import { DataRoom } from './components/data/DataRoom.tsx';
import { EvaluationRoom } from './components/evaluation/EvaluationRoom.tsx';
import { GenerateRoom } from './components/generate/GenerateRoom.tsx';
import { LossRoom } from './components/loss/LossRoom.tsx';
import { ModelOffer } from './components/model-offer/ModelOffer.tsx';
import { Models } from './components/models/Models.tsx';
import { useNetworkKind } from './components/network/use-network-kind.ts';
import { Notices } from './components/notices/Notices.tsx';
import { OwnPictures } from './components/own-pictures/OwnPictures.tsx';
import { ParametersRoom } from './components/parameters/ParametersRoom.tsx';
import { PreviewRoom } from './components/preview/PreviewRoom.tsx';
import { RestoreRoom } from './components/restore/RestoreRoom.tsx';
import { Header } from './components/transport/Header.tsx';

/**
 * Left to right as diffusion goes: data, noise and network, training; below, what it can do. On a phone, and in the order of the
 * keyboard, what Train changes comes first.
 */
export function App() {
  const { t } = useTranslation();
  const kind = useNetworkKind();
  return (
    <div className={classes.page}>
      <a className={classes.skip} href="#content">
        {t('page.skip')}
      </a>
      <Header />
      <main id="content" tabIndex={-1} className={classes.main}>
        <div className={classes.learn}>
          <div className={classes.preview}>
            <PreviewRoom />
          </div>
          <div className={classes.loss}>
            <LossRoom />
          </div>
          <div className={classes.data}>
            <DataRoom />
          </div>
          <div className={classes.parameters}>
            <ParametersRoom />
          </div>
        </div>
        <EvaluationRoom />
        <div className={classes.use} data-kind={kind}>
          <GenerateRoom />
          <RestoreRoom />
          <AboutRoom />
        </div>
      </main>
      <footer className={classes.footer}>
        <a href="bench.html">{t('page.bench')}</a>
      </footer>
      <Notices />
      <ModelOffer />
      <Models />
      <OwnPictures />
    </div>
  );
}
