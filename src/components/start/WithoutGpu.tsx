import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { assetsAddress } from '../../share/assets-address.ts';
import { type BackendName, usePlayground } from '../../store/index.ts';
import { joinSentences } from '../../words/format.ts';
import { useShowsTransport } from '../transport/use-shows-transport.ts';
import classes from './WithoutGpu.module.css';
import { webGpuHelp } from './webgpu-help.ts';

/**
 * Replaces the painter: samples that it painted on another device, what is missing here, and how to
 * switch it on.
 */
export function WithoutGpu({ backend }: { readonly backend: Exclude<BackendName, 'webgpu'> }) {
  const { t } = useTranslation();
  const isAskedFor = usePlayground((state) => state.engine.linked === backend);
  const trains = useShowsTransport();
  const training = trains && t(`start.trainsSlower.${backend}`);
  const help = webGpuHelp({
    userAgent: navigator.userAgent,
    touchPoints: navigator.maxTouchPoints,
    secure: window.isSecureContext,
    hasGpu: 'gpu' in navigator,
  });
  return (
    <div className={classes.without}>
      <img
        className={classes.sheet}
        src={new URL('models/digits/sheet.png', assetsAddress()).href}
        alt={t('start.sheet')}
      />
      <div className={classes.text}>
        {isAskedFor ? (
          <AskedFor what={joinSentences(t('start.askedFor', { value: backend }), training)} />
        ) : (
          <>
            <p>{joinSentences(t('start.withoutGpu'), training)}</p>
            <h3 className={classes.title}>{t('start.helpTitle')}</h3>
            <ol className={classes.steps}>
              {t(`start.help.${help}`, { returnObjects: true }).map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </>
        )}
      </div>
    </div>
  );
}

/** The link chose a backend without the GPU, although there may be one. */
function AskedFor({ what }: { readonly what: string }) {
  const { t } = useTranslation();
  const reloadOnBest = usePlayground((state) => state.engine.reloadOnBest);
  const report = usePlayground((state) => state.notices.report);
  return (
    <>
      <p>{what}</p>
      <Button className={classes.press} onClick={() => void reloadOnBest().catch(report)}>
        {t('start.useGpu')}
      </Button>
    </>
  );
}
