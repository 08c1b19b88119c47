import { useEffect, useRef, useState } from 'react';
import type { Advice, AdviceName } from '../../coach/advice.ts';
import { adviceOn } from '../../coach/coach.ts';
import type { Reading } from '../../coach/reading.ts';
import { usualLoss } from '../../coach/usual-losses.ts';
import { type RunStatus, useMetrics, usePlayground, useValidation } from '../../store/index.ts';
import { WaitingShare } from './waiting-share.ts';

/**
 * Interval of checks in ms: the curves change little in less, and a check reads every step that is
 * kept.
 */
const every = 1000;

/** The current advice; changes at most once a second. */
export function useAdvice(dismissed: ReadonlySet<AdviceName>): Advice | null {
  const training = useMetrics();
  const heldOut = useValidation();
  const status = usePlayground((state) => state.run.status);
  const software = usePlayground((state) => state.engine.device?.software ?? false);
  const rateChanges = usePlayground((state) => state.run.rateChanges);
  const newest = useRef({ status, rateChanges, software, dismissed });
  newest.current = { status, rateChanges, software, dismissed };
  const [advice, setAdvice] = useState<Advice | null>(null);
  useEffect(() => {
    const waiting = new WaitingShare();
    const look = (): void => {
      const { status, rateChanges, software, dismissed } = newest.current;
      const waited = waiting.note(status?.phase === 'waiting');
      if (document.visibilityState === 'hidden') return;
      if (!status || training.length === 0) {
        setAdvice(null);
        return;
      }
      const { experiment, learningRate, network } = status;
      const reading: Reading = {
        experiment,
        network: network.kind,
        learningRate,
        rateChanges,
        training: training.view(),
        heldOut: heldOut.view(),
        pictures: picturesOf(status),
        waited,
        software,
        usual: usualLoss(experiment, training.lastStep),
      };
      setAdvice(adviceOn(reading, dismissed));
    };
    const timer = setInterval(look, every);
    return () => clearInterval(timer);
  }, [training, heldOut]);
  return advice;
}

/** Null for a subset of the classes, because their pictures are not counted. */
function picturesOf({ experiment, dataSet }: RunStatus): number | null {
  const { classNames, counts } = dataSet;
  return classNames.length === 0 || experiment.classes.length === classNames.length ? counts.train : null;
}
