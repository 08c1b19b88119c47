import { ActionIcon } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../../store/index.ts';
import { formatTimestep } from '../../../words/format.ts';
import { Why } from '../../frame/Why.tsx';
import { PaceLine } from '../PaceLine.tsx';
import classes from './Film.module.css';
import { useFilmFact, useFilmView, useScene } from './use-film-view.ts';

/** Play, slow motion, and the film's position in digits of fixed width. */
export function FilmTransport() {
  const { t } = useTranslation();
  const { playhead } = useFilmView();
  const playing = useFilmFact(() => playhead.playing);
  const slow = useFilmFact(() => playhead.slow);
  const canPlay = useFilmFact((view) => view.film.length > 1);
  return (
    <div className={classes.transport}>
      <Why reason={t('generate.film.playWhy')}>
        <ActionIcon
          variant="default"
          size={36}
          className={classes.press}
          aria-label={t(playing ? 'generate.film.pause' : 'generate.film.play')}
          disabled={!canPlay}
          onClick={() => playhead.toggle()}
        >
          {playing ? <IconPlayerPauseFilled size={16} aria-hidden /> : <IconPlayerPlayFilled size={16} aria-hidden />}
        </ActionIcon>
      </Why>
      <label className={classes.slow}>
        <input
          type="checkbox"
          checked={slow}
          onChange={({ currentTarget }) => playhead.setSlow(currentTarget.checked)}
        />
        {t('generate.film.slow')}
      </label>
      <Place />
      <Now />
    </div>
  );
}

function Place() {
  const { t } = useTranslation();
  const step = useRef<HTMLElement>(null);
  const timestep = useRef<HTMLElement>(null);
  const none = t('numbers.none');
  useScene((scene) => {
    const total = scene?.total ?? 0;
    if (step.current) {
      const now = Math.min((scene?.step ?? 0) + 1, total);
      step.current.textContent = scene ? t('generate.film.stepOf', { step: now, total }) : none;
    }
    if (timestep.current) {
      timestep.current.textContent = scene?.timestep == null ? none : formatTimestep(scene.timestep);
    }
  });
  return (
    <dl className={classes.numbers}>
      <div>
        <dt>{t('generate.film.step')}</dt>
        <dd ref={step} />
      </div>
      <div>
        <dt>{t('generate.film.timestep')}</dt>
        <dd ref={timestep} />
      </div>
    </dl>
  );
}

function Now() {
  const { t } = useTranslation();
  const pace = usePlayground((state) => state.generate.pace);
  const stopping = usePlayground((state) => state.generate.stopping);
  const done = useFilmFact((view) => {
    const scene = view.scene();
    return scene && scene.timestep === null ? scene.total : null;
  });
  return (
    <p className={classes.now} aria-live={pace ? 'off' : 'polite'}>
      {pace ? <PaceLine pace={pace} stopping={stopping} /> : done !== null && t('generate.film.done', { count: done })}
    </p>
  );
}
