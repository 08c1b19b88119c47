import { Slider, Switch } from '@mantine/core';
import { lazy, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { formatLoss } from '../../words/format.ts';
import { Room } from '../frame/Room.tsx';
import { EpochLosses } from './EpochLosses.tsx';
import type { PointedAt } from './LossChart.tsx';
import classes from './LossRoom.module.css';

// Beside the page, not before it: the room stands while the chart is on its way.
const LossChart = lazy(async () => ({ default: (await import('./LossChart.tsx')).LossChart }));

export function LossRoom() {
  const { t } = useTranslation();
  const begun = usePlayground((state) => (state.run.status?.step ?? 0) > 0);
  const [log, setLog] = useState(true);
  const [smoothing, setSmoothing] = useState(0.9);
  const [point, setPoint] = useState<PointedAt | null>(null);
  return (
    <Room
      title={t('lossRoom.title')}
      about={t('lossRoom.about')}
      aside={
        <Switch
          size="xs"
          label={t('lossRoom.log')}
          checked={log}
          onChange={(event) => setLog(event.currentTarget.checked)}
        />
      }
    >
      <div className={classes.chart}>
        {begun ? (
          <>
            <ReadOut point={point} />
            <Suspense fallback={<div className={classes.place} />}>
              <LossChart log={log} smoothing={smoothing} onPoint={setPoint} />
            </Suspense>
          </>
        ) : (
          <p className={classes.empty}>{t('lossRoom.empty')}</p>
        )}
      </div>
      <Smoothing value={smoothing} onChange={setSmoothing} />
      <EpochLosses />
    </Room>
  );
}

/** One line above the curve, always there. */
function ReadOut({ point }: { readonly point: PointedAt | null }) {
  const { t } = useTranslation();
  if (!point) {
    return (
      <p className={classes.readOut}>
        <span className={classes.raw}>{t('lossRoom.eachStep')}</span>
        <span className={classes.smooth}>{t('lossRoom.smoothed')}</span>
      </p>
    );
  }
  return (
    <p className={classes.readOut}>
      <span className={classes.raw}>{formatLoss(point.loss)}</span>
      <span className={classes.smooth}>{formatLoss(point.smoothed)}</span>
      <span>{t('lossRoom.atStep', { step: point.step })}</span>
    </p>
  );
}

function Smoothing({ value, onChange }: { readonly value: number; readonly onChange: (value: number) => void }) {
  const { t } = useTranslation();
  const label = useId();
  return (
    <div className={classes.smoothing}>
      <span id={label}>{t('lossRoom.smoothing')}</span>
      <Slider
        className={classes.slider}
        size="xs"
        min={0}
        max={0.99}
        step={0.01}
        label={null}
        value={value}
        onChange={onChange}
        thumbProps={{ 'aria-labelledby': label }}
      />
      <span className={classes.number}>{value.toFixed(2)}</span>
    </div>
  );
}
