import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand/react';
import type { Board, BoardState } from '../../store/board.ts';
import { usePlayground } from '../../store/index.ts';
import type { Paint } from '../../store/paint.ts';
import { type Lane, lanesOf } from '../../store/race.ts';

/**
 * Null until it has been loaded, which waits for the engine's first answer: the lanes need the
 * engine's network.
 */
export function usePaint(): Paint | null {
  const load = usePlayground((state) => state.paint.load);
  const ready = usePlayground((state) => state.run.status !== null);
  const report = usePlayground((state) => state.notices.report);
  const [paint, setPaint] = useState<Paint | null>(null);
  useEffect(() => {
    if (ready) load().then(setPaint, report);
  }, [load, ready, report]);
  return paint;
}

/** The lanes of the race, as a link has them. */
export function useLanes(): readonly Lane[] {
  const raceLanes = usePlayground((state) => state.look.raceLanes);
  const prediction = usePlayground((state) => state.run.status?.network.prediction ?? 'epsilon');
  return useMemo(() => lanesOf({ raceLanes }, prediction), [raceLanes, prediction]);
}

export function useBoard<Picked>({ store }: Board, pick: (state: BoardState) => Picked): Picked {
  return useStore(store, pick);
}
