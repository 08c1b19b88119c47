import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { assetsAddress } from '../../share/assets-address.ts';
import { leavesOut } from '../../share/page-frame.ts';
import { type BackendName, isReady, usePlayground } from '../../store/index.ts';
import { joinSentences } from '../../words/format.ts';
import classes from './WithoutGpu.module.css';
import { webGpuHelp } from './webgpu-help.ts';

/**
 * Replaces the painter: samples that it painted on another device, a button that paints here all
 * the same, and how to switch WebGPU on.
 */
export function WithoutGpu({ backend }: { readonly backend: Exclude<BackendName, 'webgpu'> }) {
  const { t } = useTranslation();
  const isAskedFor = usePlayground((state) => state.engine.linked === backend);
  const keepsView = usePlayground(({ frame }) => leavesOut(frame, 'views'));
  const why = isAskedFor ? t('start.askedFor', { value: backend }) : t('start.withoutGpu');
  return (
    <div className={classes.without}>
      <img
        className={classes.sheet}
        src={new URL('models/digits/sheet.png', assetsAddress()).href}
        alt={t('start.sheet')}
      />
      <div className={classes.text}>
        <p>{joinSentences(why, !keepsView && t('start.worksHere'))}</p>
        <div className={classes.presses}>
          {isAskedFor && <UseGpu />}
          {!keepsView && <PaintHere isFirst={!isAskedFor} />}
        </div>
        {!isAskedFor && <Help />}
      </div>
    </div>
  );
}

/** Opens the model whose samples are shown, and Paint. */
function PaintHere({ isFirst }: { readonly isFirst: boolean }) {
  const { t } = useTranslation();
  const ready = usePlayground(isReady);
  const { show, load } = usePlayground((state) => state.models);
  const report = usePlayground((state) => state.notices.report);
  const paint = (): void => {
    show();
    load()
      .then((models) => models.openNamed('digits'))
      .catch(report);
  };
  return (
    <Button variant={isFirst ? 'filled' : 'default'} disabled={!ready} aria-haspopup="dialog" onClick={paint}>
      {t('start.paintHere')}
    </Button>
  );
}

/** For a link that chose a backend without the GPU, although there may be one. */
function UseGpu() {
  const { t } = useTranslation();
  const reloadOnBest = usePlayground((state) => state.engine.reloadOnBest);
  const report = usePlayground((state) => state.notices.report);
  return <Button onClick={() => void reloadOnBest().catch(report)}>{t('start.useGpu')}</Button>;
}

function Help() {
  const { t } = useTranslation();
  const help = webGpuHelp({
    userAgent: navigator.userAgent,
    touchPoints: navigator.maxTouchPoints,
    secure: window.isSecureContext,
    hasGpu: 'gpu' in navigator,
  });
  return (
    <details className={classes.help}>
      <summary>{t('start.helpTitle')}</summary>
      <ol className={classes.steps}>
        {t(`start.help.${help}`, { returnObjects: true }).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </details>
  );
}
