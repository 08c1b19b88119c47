import { z } from 'zod';
import type { Folder } from '../../src/ml/checkpoint/folder-files.ts';
import type { RunStatus } from '../../src/workers/protocol.ts';

const stateFile = 'training_state.json';

/** Only the fields that are changed here; the engine reads and checks the rest. */
const stateSchema = z.looseObject({ experiment: z.looseObject({ epochs: z.number() }) });

/**
 * Changes the number of epochs in the checkpoint. A folder without a readable state stays
 * unchanged; the engine reports what is missing.
 */
export function withEpochs(folder: Folder, epochs: number): Folder {
  const bytes = folder.get(stateFile);
  const state = stateSchema.safeParse(bytes === undefined ? null : jsonOf(bytes));
  if (!state.success) return folder;
  const longer = { ...state.data, experiment: { ...state.data.experiment, epochs } };
  return new Map([...folder, [stateFile, new TextEncoder().encode(JSON.stringify(longer))]]);
}

/** The epochs that a run needs to reach `lastStep`; null if it has enough. */
export function epochsToReach(
  lastStep: number | null,
  { experiment, stepsPerEpoch }: Pick<RunStatus, 'experiment' | 'stepsPerEpoch'>,
): number | null {
  const epochs = Math.ceil((lastStep ?? 0) / stepsPerEpoch);
  return epochs > experiment.epochs ? epochs : null;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
