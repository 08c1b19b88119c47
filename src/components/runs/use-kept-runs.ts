import { createContext, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand/react';
import { usePlayground } from '../../store/index.ts';
import type { KeptRun } from '../../store/runs/kept-run.ts';
import type { ComparisonState, KeptRuns } from '../../store/runs/kept-runs.ts';
import type { RunListState } from '../../store/runs/run-list.ts';
import type { SweepState } from '../../store/runs/sweep.ts';

/** Null until they have been read. */
export function useLoadedRuns(): KeptRuns | null {
  const load = usePlayground((state) => state.runs.load);
  const report = usePlayground((state) => state.notices.report);
  const [kept, setKept] = useState<KeptRuns | null>(null);
  useEffect(() => {
    load().then(setKept, report);
  }, [load, report]);
  return kept;
}

export const KeptRunsContext = createContext<KeptRuns | null>(null);

export function useKeptRuns(): KeptRuns {
  const kept = useContext(KeptRunsContext);
  if (!kept) throw new Error('no KeptRunsContext above this component');
  return kept;
}

/** The component renders again only when what the selector picks has changed. */
export function useRunList<Picked>(pick: (state: RunListState) => Picked): Picked {
  return useStore(useKeptRuns().list, pick);
}

export function useComparison<Picked>(pick: (state: ComparisonState) => Picked): Picked {
  return useStore(useKeptRuns().comparison, pick);
}

export function useSweep<Picked>(pick: (state: SweepState) => Picked): Picked {
  return useStore(useKeptRuns().sweep.store, pick);
}

/** The compared runs, in the order in which they began. */
export function useComparedRuns(): readonly KeptRun[] {
  const runs = useRunList((state) => state.runs);
  const selected = useComparison((state) => state.selected);
  return runs.filter(({ id, removed }) => !removed && selected.includes(id));
}
