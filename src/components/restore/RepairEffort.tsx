import { useTranslation } from 'react-i18next';
import type { Repair } from '../../store/repair.ts';
import { splitSeconds } from '../../words/format.ts';
import classes from './Fields.module.css';
import { useEffort } from './use-effort.ts';
import { useRepaired } from './use-repair.ts';

/**
 * For a picture larger than the network's: the expected time of Restore and, while it runs, its
 * progress.
 */
export function RepairEffort({ repair }: { readonly repair: Repair }) {
  const { t } = useTranslation();
  const place = useRepaired(repair, (state) => state.place);
  const busy = useRepaired(repair, (state) => state.busy);
  const effort = useEffort(repair);
  if (!effort) return null;
  const { unit, seconds, passes, parts } = effort;
  const time = (duration: number): string => {
    const { unit: words, ...values } = splitSeconds(Math.max(1, duration));
    return t(`time.${words}`, values);
  };
  if (busy) {
    const at = place && t(`repair.effort.at.${unit}`, { ...place });
    const left = place?.secondsLeft === undefined || place.secondsLeft === null ? '' : time(place.secondsLeft);
    return (
      <p className={classes.effort} aria-live="off">
        {left ? t('repair.effort.left', { at, time: left }) : at}
      </p>
    );
  }
  const work = t(`repair.effort.${unit}`, { passes, count: parts });
  return (
    <p className={classes.effort}>
      {seconds === null
        ? t('repair.effort.unknown', { work })
        : t('repair.effort.about', { work, time: time(seconds) })}
    </p>
  );
}
