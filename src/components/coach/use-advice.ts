import { useEffect, useRef, useState } from 'react';
import type { Advice, AdviceName } from '../../coach/advice.ts';
import { adviceOn } from '../../coach/coach.ts';
import type { Reading } from '../../coach/reading.ts';
import { usualLoss } from '../../coach/usual-losses.ts';
import { type RunStatus, useMetrics, usePlayground, useValidation } from '../../store/index.ts';

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

/** Number of checks that are remembered: half a minute at one a second. */
const remembered = 30;

/**
 * The share of the remembered checks in which training waited for data; 0 until there are enough
 * checks.
 */
class WaitingShare {
  readonly #looks: boolean[] = [];

  note(isWaiting: boolean): number {
    this.#looks.push(isWaiting);
    if (this.#looks.length > remembered) this.#looks.shift();
    return this.#looks.length < remembered ? 0 : this.#looks.filter(Boolean).length / remembered;
  }
}
