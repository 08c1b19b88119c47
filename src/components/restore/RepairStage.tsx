import { type ReactNode, type Ref, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import type { Repair, RepairRow } from '../../store/repair.ts';
import { Picture, PicturePlace } from '../picture/Picture.tsx';
import { Compare, ComparePlace } from './Compare.tsx';
import { MaskBoard } from './MaskBoard.tsx';
import { RepairFilm } from './RepairFilm.tsx';
import classes from './RepairStage.module.css';
import { useRepaired } from './use-repair.ts';

/** The original, the damaged picture, and the result; while a call runs, its newest step. */
export function RepairStage({ repair }: { readonly repair: Repair }) {
  const { t } = useTranslation();
  const original = usePlayground((state) => state.restore.original);
  const { damaged, kind, busy, film } = useRepaired(repair, (state) => state);
  const row = useRepaired(repair, shownRow);
  const live = busy ? film.at(-1) : undefined;
  const place = useRef<HTMLElement>(null);
  // Scrolls to the result: on a phone it may be off screen when the button is pressed.
  useEffect(() => {
    if (busy) place.current?.scrollIntoView({ block: 'nearest' });
  }, [busy]);
  return (
    <div className={classes.stage}>
      <Figure title={t('repair.original')} className={classes.original}>
        {original ? <Picture pictures={original} label={t('repair.original')} testId="original" /> : <PicturePlace />}
      </Figure>
      <Figure title={t('repair.damaged')}>
        {!damaged && <PicturePlace />}
        {damaged && kind === 'mask' && <MaskBoard repair={repair} damaged={damaged} />}
        {damaged && kind !== 'mask' && <Picture pictures={damaged} label={t('repair.damaged')} testId="damaged" />}
      </Figure>
      <Figure ref={place} title={row && !live ? t(`repair.names.${row.name}`) : t('repair.restored')}>
        {live && <Picture pictures={live.predicted} label={t('repair.restored')} testId="restoring" />}
        {!live && damaged && row && <Compare before={damaged} after={row.pictures} label={t('repair.restored')} />}
        {!live && !(damaged && row) && <PicturePlace />}
        {(live || !damaged || !row) && <ComparePlace />}
      </Figure>
      <RepairFilm repair={repair} />
    </div>
  );
}

/** Null before there is any result. */
export const shownRow = ({ rows, shown }: { readonly rows: readonly RepairRow[]; readonly shown: string | null }) =>
  rows.find(({ key }) => key === shown) ?? null;

interface FigureProps {
  readonly ref?: Ref<HTMLElement>;
  readonly title: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

function Figure({ ref, title, className, children }: FigureProps) {
  return (
    <figure ref={ref} className={`${classes.figure} ${className ?? ''}`}>
      <figcaption className={classes.title}>{title}</figcaption>
      {children}
    </figure>
  );
}
