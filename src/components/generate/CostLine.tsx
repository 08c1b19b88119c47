import { Button } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type DenoisingWork, isSlow, secondsFor } from '../../store/denoising-work.ts';
import { usePlayground } from '../../store/index.ts';
import { roughTime } from '../parameters/recipe-time.ts';
import classes from './CostLine.module.css';

/** In seconds. Shorter work is not announced. */
const longSeconds = 15;

/** The same with fewer steps or pictures, for this press only. */
export interface Quick {
  /** What is less. */
  readonly what: string;
  readonly work: DenoisingWork | null;
  readonly onPress: () => void;
}

interface CostLineProps {
  /** What a press on the button beside it begins. */
  readonly work: DenoisingWork | null;
  /** Whether the press may begin less. */
  readonly most?: boolean;
  /** Null where the press never takes long, so that no place is kept for it. */
  readonly quick: Quick | null;
  /** The quick version stays where it is while something runs, and cannot be pressed. */
  readonly busy: boolean;
  readonly className?: string | undefined;
  /** Whether the line is there without words, too, so that what comes below it does not move. */
  readonly reserved?: boolean;
  /** Stands in the line in the place of the cost. */
  readonly children?: ReactNode;
}

/**
 * What a press costs on this device, and a button for less. Says nothing where it takes seconds. On
 * a slow device both have their places before they are known, so that nothing below them moves.
 */
export function CostLine(props: CostLineProps) {
  const { work, most = false, quick, busy, className, reserved = false, children } = props;
  const { t } = useTranslation();
  const slow = usePlayground((state) => isSlow(state.engine.device));
  const keepsPlace = slow && quick !== null;
  const isLong = useIsLong(work);
  const secondsOf = useSeconds();
  const described = useId();
  const timeOf = (seconds: number): string => {
    const { unit, count } = roughTime(seconds);
    return t(`recipe.time.${unit}`, { count });
  };
  const costOf = (asked: DenoisingWork): string => {
    const steps = t(most ? 'cost.mostSteps' : 'cost.steps', { count: asked.steps });
    const seconds = secondsOf(asked);
    return seconds === null
      ? t('cost.unknown', { work: steps })
      : t('cost.about', { work: steps, time: timeOf(seconds) });
  };
  const line = children ?? (work && isLong ? costOf(work) : null);
  const isQuicker = work && isLong && quick?.work && quick.work.pixels < work.pixels;
  const quickSeconds = isQuicker ? secondsOf(quick.work) : null;
  return (
    <>
      {(line || reserved || keepsPlace) && (
        <p className={className ?? classes.line} data-keeps={keepsPlace || undefined}>
          {line}
        </p>
      )}
      {(isQuicker || keepsPlace) && (
        <div className={classes.quick}>
          {isQuicker && (
            <>
              <Button size="xs" variant="default" disabled={busy} aria-describedby={described} onClick={quick.onPress}>
                {t('cost.quick')}
              </Button>
              <span id={described}>
                {quickSeconds === null
                  ? quick.what
                  : t('cost.quickAbout', { what: quick.what, time: timeOf(quickSeconds) })}
              </span>
            </>
          )}
        </div>
      )}
    </>
  );
}

/** Seconds that work takes here; null before the pace of its network is known. */
function useSeconds(): (work: DenoisingWork) => number | null {
  const status = usePlayground((state) => state.run.status);
  const denoisingPace = usePlayground((state) => state.run.denoisingPace);
  const imagesPerSecond = usePlayground((state) => state.run.imagesPerSecond);
  return ({ pixels, ofRun }) => (ofRun ? secondsFor(pixels, { status, denoisingPace, imagesPerSecond }) : null);
}

/** Where the pace is not known yet, the kind of device decides. */
function useIsLong(work: DenoisingWork | null): boolean {
  const secondsOf = useSeconds();
  const slow = usePlayground((state) => isSlow(state.engine.device));
  if (!work) return false;
  const seconds = secondsOf(work);
  return seconds === null ? slow : seconds > longSeconds;
}
