import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import type { Pace } from '../../store/pace.ts';
import { splitSeconds } from '../../words/format.ts';

interface PaceLineProps {
  readonly pace: Pace;
  /** The visitor has stopped it; the device has to finish its current computation first. */
  readonly stopping: boolean;
}

/**
 * The current step, the total, and the expected remaining time. Before the first step: what the
 * device is doing, and for how long so far.
 */
export function PaceLine({ pace, stopping }: PaceLineProps) {
  const { t } = useTranslation();
  const isGpu = usePlayground((state) => state.engine.device?.backend === 'webgpu');
  const { done, total, secondsLeft, begunAt } = pace;
  if (stopping) return t('pace.stopping');
  if (done === 0 || total === null || secondsLeft === null) {
    return (
      <>
        {t(isGpu ? 'pace.preparing' : 'pace.first')} <SoFar since={begunAt} />
      </>
    );
  }
  const time = splitSeconds(Math.max(1, secondsLeft));
  return done < total
    ? t('pace.left', { step: done, total, time: t(`time.${time.unit}`, time) })
    : t('pace.finishing', { total });
}

/** Shows nothing for the first seconds, in which most devices finish. */
const quietMs = 2000;

function SoFar({ since }: { readonly since: number }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const passed = now - since;
  if (passed < quietMs) return null;
  const time = splitSeconds(passed / 1000);
  return t('pace.soFar', { time: t(`time.${time.unit}`, time) });
}
