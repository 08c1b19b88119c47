import { usePlayground } from '../../store/index.ts';
import type { Repair } from '../../store/repair.ts';
import { effortOf, paceOfTraining, type RepairEffort } from '../../store/repair-effort.ts';
import { useRepaired } from './use-repair.ts';

interface Effort extends RepairEffort {
  readonly unit: 'strips' | 'tiles';
  /** Null before anything has been measured. */
  readonly seconds: number | null;
}

/** For a picture larger than the network's; otherwise null. */
export function useEffort(repair: Repair): Effort | null {
  const network = usePlayground((state) => state.run.status?.network);
  const speed = usePlayground((state) => state.run.imagesPerSecond);
  const original = usePlayground((state) => state.restore.original);
  const settings = useRepaired(repair, (state) => state.settings);
  const pace = useRepaired(repair, (state) => state.pace);
  const effort = network && original && effortOf(network, original, settings);
  if (!network || !original || !effort) return null;
  if (Math.max(original.width, original.height) <= network.shape.side) return null;
  const known = pace ?? paceOfTraining(speed, network);
  return {
    ...effort,
    unit: network.kind === 'one-pass' ? 'strips' : 'tiles',
    seconds: known === null ? null : (known * effort.pixels) / 1000,
  };
}
