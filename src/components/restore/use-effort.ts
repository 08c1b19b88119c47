import { answersPerPicture, secondsFor } from '../../store/denoising-work.ts';
import { type Pictures, runSet, samplingFor, usePlayground } from '../../store/index.ts';
import type { Repair, RepairSettings } from '../../store/repair.ts';
import { effortOf, type RepairEffort } from '../../store/repair-effort.ts';
import { useRepaired } from './use-repair.ts';

/** The effort for a picture of any size, with the class that Repair has chosen. */
export function useEffortOf(): (
  size: Pick<Pictures, 'width' | 'height'>,
  settings: RepairSettings,
) => RepairEffort | null {
  const network = usePlayground((state) => state.run.status?.network);
  const look = usePlayground((state) => state.look);
  const set = usePlayground(runSet);
  if (!network) return () => null;
  const answers = answersPerPicture(network, samplingFor({ ...look, sampleClass: look.restoreClass }, network, set));
  return (size, settings) => effortOf(network, size, settings, answers);
}

interface LargeEffort extends RepairEffort {
  readonly unit: 'strips' | 'tiles';
  /** Null before anything has been measured. */
  readonly seconds: number | null;
}

/** For a picture larger than the network's; otherwise null. */
export function useLargeEffort(repair: Repair): LargeEffort | null {
  const original = usePlayground((state) => state.restore.original);
  const status = usePlayground((state) => state.run.status);
  const imagesPerSecond = usePlayground((state) => state.run.imagesPerSecond);
  const denoisingPace = usePlayground((state) => state.run.denoisingPace);
  const settings = useRepaired(repair, (state) => state.settings);
  const effortWith = useEffortOf();
  if (!status || !original) return null;
  const { kind, shape } = status.network;
  const effort = effortWith(original, settings);
  if (!effort || Math.max(original.width, original.height) <= shape.side) return null;
  return {
    ...effort,
    unit: kind === 'one-pass' ? 'strips' : 'tiles',
    seconds: secondsFor(effort.pixels, { status, imagesPerSecond, denoisingPace }),
  };
}
