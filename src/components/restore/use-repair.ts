import { useEffect, useState } from 'react';
import { useStore } from 'zustand/react';
import { usePlayground } from '../../store/index.ts';
import type { Repair, RepairState } from '../../store/repair.ts';

/** Null until it has been loaded. */
export function useRepair(): Repair | null {
  const load = usePlayground((state) => state.restore.load);
  const report = usePlayground((state) => state.notices.report);
  const [repair, setRepair] = useState<Repair | null>(null);
  useEffect(() => {
    load().then(setRepair, report);
  }, [load, report]);
  return repair;
}

export function useRepaired<Picked>({ store }: Repair, pick: (state: RepairState) => Picked): Picked {
  return useStore(store, pick);
}
