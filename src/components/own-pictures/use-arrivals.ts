import { useEffect, useEffectEvent, useState } from 'react';
import { usePlayground } from '../../store/index.ts';
import type { Brought } from '../../store/own-import.ts';
import { broughtBy } from '../arrivals/brought-files.ts';

/**
 * Takes files that are dropped or pasted anywhere while the panel is open, before the rest of the
 * page would take one as the picture to restore. Returns whether a file is being dragged over the
 * page.
 */
export function useArrivals(onBrought: (brought: readonly Brought[]) => void): boolean {
  const [over, setOver] = useState(false);
  const report = usePlayground((state) => state.notices.report);
  const take = useEffectEvent((event: DragEvent | ClipboardEvent, data: DataTransfer | null) => {
    if (!data?.types.includes('Files')) return;
    event.preventDefault();
    event.stopPropagation();
    broughtBy(data).then(onBrought, report);
  });
  useEffect(() => {
    const listening = new AbortController();
    const first = { capture: true, signal: listening.signal };
    window.addEventListener('paste', (event) => take(event, event.clipboardData), first);
    window.addEventListener('drop', (event) => take(event, event.dataTransfer), first);
    for (const type of ['dragenter', 'dragover'] as const) {
      window.addEventListener(
        type,
        (event) => {
          if (!event.dataTransfer?.types.includes('Files')) return;
          event.preventDefault();
          event.stopPropagation();
          setOver(true);
        },
        first,
      );
    }
    for (const type of ['dragleave', 'drop'] as const) {
      window.addEventListener(type, () => setOver(false), first);
    }
    return () => listening.abort();
  }, []);
  return over;
}
