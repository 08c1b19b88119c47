import { useEffect, useState } from 'react';
import { useStore } from 'zustand/react';
import { usePlayground } from '../../store/index.ts';
import type { Painter, PainterState } from '../../store/painter.ts';

/** Null until it has been loaded. Paints while the component is mounted. */
export function usePainter(onFailure: (error: unknown) => void): Painter | null {
  const load = usePlayground((state) => state.painter.load);
  const shown = usePlayground((state) => state.view.name === 'start');
  const [painter, setPainter] = useState<Painter | null>(null);
  useEffect(() => {
    load().then(setPainter, onFailure);
  }, [load, onFailure]);
  useEffect(() => (shown && painter ? painter.start() : undefined), [shown, painter]);
  return painter;
}

export function usePainterState<Picked>({ store }: Painter, pick: (state: PainterState) => Picked): Picked {
  return useStore(store, pick);
}
