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

/** A network may be there that leads nowhere: then what was asked for has not come. */
const isUnanswered = (notice: Notice): boolean =>
  notice.kind === 'error' && (notice.report.code === 'data-unreachable' || notice.report.code === 'model-not-here');

/** As far as the browser and what was asked for tell. */
export function useOffline(): boolean {
  const isOffline = useSyncExternalStore(watch, () => !navigator.onLine);
  const isAlone = usePlayground((state) => state.notices.list.some(isUnanswered));
  return isOffline || isAlone;
}
