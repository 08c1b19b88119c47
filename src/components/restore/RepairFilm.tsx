import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilmFrame } from '../../store/index.ts';
import type { Repair } from '../../store/repair.ts';
import { formatTimestep } from '../../words/format.ts';
import { Picture } from '../picture/Picture.tsx';
import classes from './RepairStage.module.css';
import { useRepaired } from './use-repair.ts';

/**
 * The film of the last call, step by step: the noisy picture, and the network's estimate of the
 * clean one. A method of one pass has no film.
 */
export function RepairFilm({ repair }: { readonly repair: Repair }) {
  const { t } = useTranslation();
  const film = useRepaired(repair, (state) => state.film);
  const [place, setPlace] = useState<number | null>(null);
  const [first, setFirst] = useState<FilmFrame | undefined>(undefined);
  // A new film starts at its newest frame.
  if (first !== film[0]) {
    setFirst(film[0]);
    setPlace(null);
  }
  const at = Math.min(place ?? film.length - 1, film.length - 1);
  const frame = film[at];
  if (!frame) return <div className={classes.film} />;
  const position = t('repair.position', {
    step: frame.index + 1,
    total: frame.total,
    timestep: formatTimestep(Math.round(frame.timestep)),
  });
  return (
    <div className={classes.film}>
      <div className={classes.frames}>
        <Picture pictures={frame.noisy} label={t('generate.film.noisy')} testId="film-noisy" />
        <Picture pictures={frame.predicted} label={t('generate.film.predicted')} testId="film-predicted" />
      </div>
      <div className={classes.scrubber}>
        <p className={classes.position} aria-hidden>
          {t('repair.filmTitle')}
        </p>
        <input
          type="range"
          className={classes.range}
          aria-label={t('repair.film')}
          aria-valuetext={position}
          min={0}
          max={film.length - 1}
          value={at}
          onChange={({ currentTarget }) => setPlace(currentTarget.valueAsNumber)}
        />
        <p className={classes.position}>{position}</p>
      </div>
    </div>
  );
}
