import { z } from 'zod';
import type { Folder } from '../../src/ml/checkpoint/folder-files.ts';
import type { TrainingProgress } from '../../src/ml/checkpoint/training-state.ts';
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

/**
 * Whether a run is beyond the end that --steps or --epochs asks for. Returns a sentence that says
 * so; null if it is not. A run that stands just there has nothing to do, which is no error.
 */
export function alreadyBeyond(
  { lastStep, epochs }: { readonly lastStep: number | null; readonly epochs: number | null },
  { step, cursor }: Pick<TrainingProgress, 'step' | 'cursor'>,
): string | null {
  if (lastStep !== null && lastStep < step) {
    return `--steps ${lastStep} is behind the run of --resume, which has taken ${step} steps: they count from its beginning.`;
  }
  if (epochs !== null && (cursor.epoch > epochs || (cursor.epoch === epochs && cursor.position > 0))) {
    return `--epochs ${epochs} is behind the run of --resume, which is in epoch ${cursor.epoch + 1}.`;
  }
  return null;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
