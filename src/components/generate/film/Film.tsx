import { ActionIcon } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../../store/index.ts';
import { formatTimestep } from '../../../words/format.ts';
import { Why } from '../../frame/Why.tsx';
import { Provenance } from '../Provenance.tsx';
import classes from './Film.module.css';
import { FilmStrip } from './FilmStrip.tsx';
import { Sheet } from './Sheet.tsx';
import { type Scene, sceneAt } from './scene.ts';
import { useFilmPlayer } from './use-film-player.ts';

/** Denoising, step by step: the samples as they are, what the network sees in them, and the way from noise to picture below. */
export function Film() {
  const { t } = useTranslation();
  const { film, result, shown, asked } = usePlayground((state) => state.generate);
  const places = usePlayground((state) => state.look.generateCount);
  const scene = sceneAt(film, result, shown);
  const count = scene?.to.count ?? asked?.count ?? places;
  const atEnd = scene !== null && scene.timestep === null;
  return (
    <div className={classes.film}>
      <div className={classes.stage}>
        <Sheet
          name={t(atEnd ? 'generate.film.noise' : 'generate.film.noisy')}
          why={t(atEnd ? 'generate.film.noiseWhy' : 'generate.film.noisyWhy')}
          pictures={scene?.from}
          count={count}
          testId={atEnd ? 'noise' : 'film-noisy'}
        />
        <span className={classes.arrow} aria-hidden />
        <Sheet
          name={t(atEnd ? 'generate.film.finished' : 'generate.film.predicted')}
          why={t(atEnd ? 'generate.film.finishedWhy' : 'generate.film.predictedWhy')}
          pictures={scene?.to}
          count={count}
          testId={atEnd ? 'sample' : 'film-predicted'}
        />
      </div>
      <div className={classes.transport}>
        <PlayButton disabled={film.length < 2} />
        <Place scene={scene} />
      </div>
      <FilmStrip scene={scene} />
      <Provenance />
    </div>
  );
}

function PlayButton({ disabled }: { readonly disabled: boolean }) {
  const { t } = useTranslation();
  const { playing, toggle } = useFilmPlayer();
  const name = t(playing ? 'generate.film.pause' : 'generate.film.play');
  return (
    <Why reason={t('generate.film.playWhy')}>
      <ActionIcon variant="default" size={36} aria-label={name} disabled={disabled} onClick={toggle}>
        {playing ? <IconPlayerPauseFilled size={16} aria-hidden /> : <IconPlayerPlayFilled size={16} aria-hidden />}
      </ActionIcon>
    </Why>
  );
}

/** Where the film stands, in figures that keep their place. */
function Place({ scene }: { readonly scene: Scene | null }) {
  const { t } = useTranslation();
  const busy = usePlayground((state) => state.generate.busy);
  const none = t('numbers.none');
  const { step, total, timestep } = scene ?? { step: 0, total: 0, timestep: null };
  return (
    <>
      <dl className={classes.numbers}>
        <div>
          <dt>{t('generate.film.step')}</dt>
          <dd>{scene ? t('generate.film.stepOf', { step: Math.min(step + 1, total), total }) : none}</dd>
        </div>
        <div>
          <dt>{t('generate.film.timestep')}</dt>
          <dd>{timestep === null ? none : formatTimestep(timestep)}</dd>
        </div>
      </dl>
      <p className={classes.now} aria-live="polite">
        {busy ? t('generate.film.busy') : scene && timestep === null && t('generate.film.done', { count: total })}
      </p>
    </>
  );
}
