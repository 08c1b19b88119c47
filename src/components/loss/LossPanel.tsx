import { Slider, Switch } from '@mantine/core';
import { Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isRunning, usePlayground } from '../../store/index.ts';
import { formatFixed } from '../../words/format.ts';
import { HowItWorks } from '../about-page/OpenAbout.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import { Panel } from '../frame/Panel.tsx';
import { QuestionMark } from '../frame/QuestionMark.tsx';
import { useNetworkKind } from '../network/use-network.ts';
import { useShowsTransport } from '../transport/use-shows-transport.ts';
import { EpochLosses } from './EpochLosses.tsx';
import type { PointedAt } from './LossChart.tsx';
import classes from './LossPanel.module.css';
import { ReadOut } from './ReadOut.tsx';

// Loaded in parallel with the page: the panel is shown while the chart is still loading.
const LossChart = lazyPart(async () => (await import('./LossChart.tsx')).LossChart);

// Needed only with the first evaluation, after the first step.
const LossDetails = lazyPart(async () => (await import('./LossDetails.tsx')).LossDetails);

export function LossPanel() {
  const { t } = useTranslation();
  const kind = useNetworkKind();
  const loss = usePlayground(({ run }) => run.status?.experiment.loss ?? run.draft.loss);
  const begun = usePlayground((state) => (state.run.status?.step ?? 0) > 0);
  const running = usePlayground((state) => isRunning(state.run.status));
  const preparation = usePlayground((state) => state.engine.preparation);
  const trains = useShowsTransport();
  const [log, setLog] = useState(true);
  const [smoothing, setSmoothing] = useState(0.9);
  const [point, setPoint] = useState<PointedAt | null>(null);
  return (
    <Panel
      title={t('lossPanel.title')}
      help={t(`lossPanel.chartWhy.${kind}`)}
      about={
        <>
          {t(kind === 'one-pass' ? 'lossPanel.about.one-pass' : `lossPanel.about.diffusion.${loss}`)}
          <HowItWorks />
        </>
      }
      aside={
        <Switch
          size="xs"
          label={t('lossPanel.log')}
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
          <p className={classes.empty}>
            {running && preparation
              ? t('lossPanel.preparing', { ...preparation })
              : running
                ? t('lossPanel.firstStep')
                : t(trains ? `lossPanel.empty.${kind}` : 'lossPanel.leftOut')}
          </p>
        )}
      </div>
      <Smoothing value={smoothing} onChange={setSmoothing} />
      {kind === 'one-pass' ? (
        <EpochLosses />
      ) : (
        <details className={classes.more}>
          <summary>{t('lossPanel.more')}</summary>
          <Suspense fallback={<div className={classes.details} />}>
            <LossDetails />
          </Suspense>
        </details>
      )}
    </Panel>
  );
}

function Smoothing({ value, onChange }: { readonly value: number; readonly onChange: (value: number) => void }) {
  const { t } = useTranslation();
  const label = useId();
  return (
    <div className={classes.smoothing}>
      <span id={label}>{t('lossPanel.smoothing')}</span>
      <QuestionMark term={t('lossPanel.smoothing')} reason={t('lossPanel.smoothingWhy')} />
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
      <span className={classes.number}>{formatFixed(value, 2)}</span>
    </div>
  );
}
