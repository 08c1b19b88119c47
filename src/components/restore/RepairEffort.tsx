import { useTranslation } from 'react-i18next';
import { isReady, usePlayground } from '../../store/index.ts';
import { quickRepair } from '../../store/quick-version.ts';
import type { Repair, RepairSettings } from '../../store/repair.ts';
import { splitSeconds } from '../../words/format.ts';
import { CostLine } from '../generate/CostLine.tsx';
import { PaceLine } from '../generate/PaceLine.tsx';
import classes from './Fields.module.css';
import { useEffortOf, useLargeEffort } from './use-effort.ts';
import { useRepaired } from './use-repair.ts';

/**
 * How far Restore is, and before it is pressed the expected time: for a picture of the network's
 * size only if it is long. The line is there all the time, so that what comes below it does not
 * move.
 */
export function RepairEffort({ repair }: { readonly repair: Repair }) {
  const { t } = useTranslation();
  const place = useRepaired(repair, (state) => state.place);
  const busy = useRepaired(repair, (state) => state.busy);
  const stepPace = useRepaired(repair, (state) => state.stepPace);
  const stopping = useRepaired(repair, (state) => state.stopping);
  const effort = useLargeEffort(repair);
  if (!effort) return <SmallEffort repair={repair} />;
  if (stopping || (busy && !place))
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

/** For a picture of the network's size. A single pass takes a moment everywhere. */
function SmallEffort({ repair }: { readonly repair: Repair }) {
  const { t } = useTranslation();
  const ready = usePlayground(isReady);
  const original = usePlayground((state) => state.restore.original);
  const settings = useRepaired(repair, (state) => state.settings);
  const busy = useRepaired(repair, (state) => state.busy);
  const stepPace = useRepaired(repair, (state) => state.stepPace);
  const stopping = useRepaired(repair, (state) => state.stopping);
  const effortWith = useEffortOf();
  const workOf = (asked: RepairSettings) => {
    const effort = ready && original && effortWith(original, asked);
    return effort && effort.passes > 1 ? { steps: effort.passes, pixels: effort.pixels, ofRun: true } : null;
  };
  const isSingle = original !== null && effortWith(original, settings)?.passes === 1;
  const quick = quickRepair(settings);
  return (
    <CostLine
      work={workOf(settings)}
      quick={
        isSingle
          ? null
          : {
              what: t('cost.inRounds', { steps: quick.steps }),
              work: workOf(quick),
              onPress: () => void repair.restore(quick),
            }
      }
      busy={busy}
      className={classes.effort}
      reserved
    >
      {stepPace && <PaceLine pace={stepPace} stopping={stopping} />}
    </CostLine>
  );
}
