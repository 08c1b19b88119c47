import { type CSSProperties, type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pictures } from '../../store/index.ts';
import { Picture } from '../picture/Picture.tsx';
import { endsAt } from './compare-ends.ts';
import classes from './RepairStage.module.css';

interface CompareProps {
  readonly before: Pictures;
  readonly after: Pictures;
  readonly label: string;
}

/**
 * Two pictures in one place: `before` on one side of the line, `after` on the other. The line
 * follows a finger, a mouse, and the keys of the slider below.
 */
export function Compare({ before, after, label }: CompareProps) {
  const { t } = useTranslation();
  const [percent, setPercent] = useState(0);
  const follow = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    setPercent(Math.round(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * 100));
  };
  return (
    <div className={classes.compare} style={{ '--at': `${percent}%` } as CSSProperties}>
      <div
        className={classes.both}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(event);
        }}
        onPointerMove={follow}
      >
        <Picture pictures={after} label={label} testId="restored" />
        <div className={classes.before} aria-hidden>
          <Picture pictures={before} label={t('repair.damaged')} />
        </div>
        <span className={classes.line} aria-hidden />
      </div>
      <p className={classes.ends} aria-hidden>
        <span>{t(endsAt(percent).left)}</span>
        <span>{t(endsAt(percent).right)}</span>
      </p>
      <input
        type="range"
        className={classes.range}
        aria-label={t('repair.compare')}
        aria-valuetext={t('repair.compareAt', { percent })}
        min={0}
        max={100}
        value={percent}
        onChange={({ currentTarget }) => setPercent(currentTarget.valueAsNumber)}
      />
    </div>
  );
}

/** As high as what `Compare` has below its picture, so that its slider moves nothing. */
export function ComparePlace() {
  const { t } = useTranslation();
  return (
    <div className={`${classes.compare} ${classes.unseen}`} aria-hidden>
      <p className={classes.ends}>
        <span>{t(endsAt(0).left)}</span>
        <span>{t(endsAt(0).right)}</span>
      </p>
      <div className={classes.range} />
    </div>
  );
}
