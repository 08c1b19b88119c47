import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../../store/index.ts';
import { Provenance } from '../Provenance.tsx';
import classes from './Film.module.css';
import { FilmStrip } from './FilmStrip.tsx';
import { FilmTransport } from './FilmTransport.tsx';
import { LargeView } from './LargeView.tsx';
import { Sheet } from './Sheet.tsx';
import { FilmViewContext, useFilmFact, useNewFilmView } from './use-film-view.ts';

/**
 * Denoising, step by step: the current samples, the network's estimate of the clean pictures, and
 * the film strip below.
 */
export function Film() {
  const view = useNewFilmView();
  const [picked, setPicked] = useState(0);
  const [large, setLarge] = useState(false);
  return (
    <FilmViewContext value={view}>
      <div className={classes.film}>
        <Stage
          picked={picked}
          onPick={setPicked}
          onEnlarge={(index) => {
            setPicked(index);
            setLarge(true);
          }}
        />
        <FilmTransport />
        <FilmStrip picture={picked} />
        <Provenance />
      </div>
      {large && <LargeView picture={picked} onPick={setPicked} onClose={() => setLarge(false)} />}
    </FilmViewContext>
  );
}

interface StageProps {
  readonly picked: number;
  readonly onPick: (index: number) => void;
  readonly onEnlarge: (index: number) => void;
}

function Stage(props: StageProps) {
  const { t } = useTranslation();
  const asked = usePlayground((state) => state.generate.asked?.count);
  const places = usePlayground((state) => state.look.generateCount);
  const shown = useFilmFact((view) => view.scene()?.to.count ?? null);
  const atEnd = useFilmFact((view) => view.scene()?.timestep === null);
  const count = shown ?? asked ?? places;
  return (
    <div className={classes.stage}>
      <Sheet
        {...props}
        name={t(atEnd ? 'generate.film.noise' : 'generate.film.noisy')}
        why={t(atEnd ? 'generate.film.noiseWhy' : 'generate.film.noisyWhy')}
        part="from"
        there={shown !== null}
        count={count}
        testId={atEnd ? 'noise' : 'film-noisy'}
      />
      <span className={classes.arrow} aria-hidden />
      <Sheet
        {...props}
        name={t(atEnd ? 'generate.film.finished' : 'generate.film.predicted')}
        why={t(atEnd ? 'generate.film.finishedWhy' : 'generate.film.predictedWhy')}
        part="to"
        there={shown !== null}
        count={count}
        testId={atEnd ? 'sample' : 'film-predicted'}
      />
    </div>
  );
}
