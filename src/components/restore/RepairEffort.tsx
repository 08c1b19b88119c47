import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import type { Repair } from '../../store/repair.ts';
import { effortOf, type RepairEffort as Passes, paceOfTraining } from '../../store/repair-effort.ts';
import { splitSeconds } from '../../words/format.ts';
import { PaceLine } from '../generate/PaceLine.tsx';
import classes from './Fields.module.css';
import { useRepaired } from './use-repair.ts';

/**
 * How far Restore is. For a picture larger than the network's also the expected time, before it is
 * pressed. The line is there all the time, so that what comes below it does not move.
 */
export function RepairEffort({ repair }: { readonly repair: Repair }) {
  const { t } = useTranslation();
  const place = useRepaired(repair, (state) => state.place);
  const busy = useRepaired(repair, (state) => state.busy);
  const stepPace = useRepaired(repair, (state) => state.stepPace);
  const stopping = useRepaired(repair, (state) => state.stopping);
  const effort = useEffort(repair);
  if (!effort || stopping || (busy && !place))
    return <p className={classes.effort}>{stepPace && <PaceLine pace={stepPace} stopping={stopping} />}</p>;
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

interface Effort extends Passes {
  readonly unit: 'strips' | 'tiles';
  /** Null before anything has been measured. */
  readonly seconds: number | null;
}

/** For a picture larger than the network's; otherwise null. */
export function useEffort(repair: Repair): Effort | null {
  const network = usePlayground((state) => state.run.status?.network);
  const speed = usePlayground((state) => state.run.imagesPerSecond);
  const original = usePlayground((state) => state.restore.original);
  const settings = useRepaired(repair, (state) => state.settings);
  const pace = useRepaired(repair, (state) => state.pace);
  const effort = network && original && effortOf(network, original, settings);
  if (!network || !original || !effort) return null;
  if (Math.max(original.width, original.height) <= network.shape.side) return null;
  const known = pace ?? paceOfTraining(speed, network);
  return {
    ...effort,
    unit: network.kind === 'one-pass' ? 'strips' : 'tiles',
    seconds: known === null ? null : (known * effort.pixels) / 1000,
  };
}
