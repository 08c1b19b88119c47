import { useSyncExternalStore } from 'react';
import { type Notice, usePlayground } from '../../store/index.ts';

function watch(onChange: () => void): () => void {
  addEventListener('online', onChange);
  addEventListener('offline', onChange);
  return () => {
    removeEventListener('online', onChange);
    removeEventListener('offline', onChange);
  };
}

/** A connected network may still lead nowhere: a request then fails. */
const isUnanswered = (notice: Notice): boolean =>
  notice.kind === 'error' && (notice.report.code === 'data-unreachable' || notice.report.code === 'model-not-here');

/** As far as the browser and failed requests can tell. */
export function useOffline(): boolean {
  const isOffline = useSyncExternalStore(watch, () => !navigator.onLine);
  const isAlone = usePlayground((state) => state.notices.list.some(isUnanswered));
  return isOffline || isAlone;
}
