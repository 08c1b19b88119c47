import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { type Notice, usePlayground } from '../../store/index.ts';
import { joinSentences } from '../../words/format.ts';
import { Why } from '../frame/Why.tsx';
import classes from './DeviceBadge.module.css';

/**
 * The device that trains: the adapter's own name, and the backend. WebGL's name for the adapter
 * (ANGLE and a driver) is in the explanation only.
 */
export function DeviceBadge() {
  const { t } = useTranslation();
  const device = usePlayground((state) => state.engine.device);
  const phase = usePlayground((state) => state.engine.phase);
  const runPhase = usePlayground((state) => state.run.status?.phase);
  const stepBytes = usePlayground((state) => state.run.status?.stepBytes);
  const preparation = usePlayground((state) => state.engine.preparation);
  const offline = useOffline();
  const noData = usePlayground(({ engine }) => engine.failure?.startsWith('data-') ?? false);
  const state = phase === 'ready' ? (runPhase ?? 'starting') : phase;
  const adapter = device?.backend === 'cpu' ? t('device.cpuAdapter') : device?.adapter;
  const isWebgl = device?.backend === 'webgl';
  const name = isWebgl ? t('device.backend.webgl') : adapter;
  // Not twice where it is the name.
  const backend = device && (offline ? t('device.offline') : !isWebgl && t(`device.backend.${device.backend}`));
  const badge = (
    <section
      className={classes.badge}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its reason must be reachable by keyboard
      tabIndex={0}
      aria-label={t('device.label')}
      data-backend={device?.backend}
    >
      <span className={classes.dot} data-phase={preparation ? 'preparing' : state} aria-hidden />
      <span className={classes.text}>
        <span className={classes.adapter}>
          {name ?? t(noData ? 'device.noData' : phase === 'starting' ? 'device.starting' : 'device.none')}
        </span>
        <span className={classes.phase}>
          {noData
            ? t('device.noDataPhase')
            : preparation
              ? t('device.preparingPhase', { ...preparation })
              : [backend, t(`transport.phase.${state}`)].filter(Boolean).join(' · ')}
        </span>
      </span>
    </section>
  );
  if (!device || adapter === undefined) return badge;
  const memory = stepBytes && t('device.memory', { megabytes: Math.ceil(stepBytes / 2 ** 20) });
  return <Why reason={joinSentences(t('device.why', { adapter }), memory || null)}>{badge}</Why>;
}

function watch(onChange: () => void): () => void {
  addEventListener('online', onChange);
  addEventListener('offline', onChange);
  return () => {
    removeEventListener('online', onChange);
    removeEventListener('offline', onChange);
  };
}

/**
 * Even with a network connection the page's own host may be out of reach; a request to it then
 * fails. A failed request to another host (`data-host-unreachable`, `model-unreachable`) proves
 * nothing, because a browser does not say whether that host gave no answer or forbids this page to
 * read it.
 */
const isUnanswered = (notice: Notice): boolean =>
  notice.kind === 'error' && (notice.report.code === 'data-unreachable' || notice.report.code === 'model-not-here');

/** Whether the page is offline, as far as the browser and failed requests show. */
function useOffline(): boolean {
  const isOffline = useSyncExternalStore(watch, () => !navigator.onLine);
  const isAlone = usePlayground((state) => state.notices.list.some(isUnanswered));
  return isOffline || isAlone;
}
