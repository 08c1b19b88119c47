import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import type { Repair } from '../../store/repair.ts';
import { effortOf, paceOfTraining } from '../../store/repair-effort.ts';
import { splitSeconds } from '../../words/format.ts';
import classes from './Fields.module.css';
import { useRepaired } from './use-repair.ts';

/** Of a picture that is larger than the network's: what Restore will take and, while it runs, how far it is. */
export function RepairEffort({ repair }: { readonly repair: Repair }) {
  const { t } = useTranslation();
  const network = usePlayground((state) => state.run.status?.network);
  const speed = usePlayground((state) => state.run.imagesPerSecond);
  const original = usePlayground((state) => state.restore.original);
  const { settings, place, pace, busy } = useRepaired(repair, (state) => state);
  const effort = network && original && effortOf(network, original, settings);
  if (!network || !original || !effort) return null;
  if (Math.max(original.width, original.height) <= network.shape.side) return null;
  const unit = network.kind === 'one-pass' ? 'strips' : 'tiles';
  const time = (seconds: number): string => {
    const { unit: words, ...values } = splitSeconds(Math.max(1, seconds));
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
  const known = pace ?? paceOfTraining(speed, network);
  const work = t(`repair.effort.${unit}`, { passes: effort.passes, count: effort.parts });
  return (
    <p className={classes.effort}>
      {known === null
        ? t('repair.effort.unknown', { work })
        : t('repair.effort.about', { work, time: time((known * effort.pixels) / 1000) })}
    </p>
  );
}
