/** Kept runs as lanes of a race. */
import type { PictureShape } from '../ml/config.ts';
import { PlaygroundError } from '../ml/errors.ts';
import type { CheckpointFile, NetworkReport, OpenedModel, RunStatus } from '../workers/protocol.ts';
import type { KeptRun, KeptRuns } from './types/runs.ts';

const prefix = 'kept-';

export const laneSourceOf = ({ id }: Pick<KeptRun, 'id'>): string => prefix + id;

/** Null if the source is not a kept run. */
export const keptIdOf = (source: string): string | null =>
  source.startsWith(prefix) ? source.slice(prefix.length) : null;

/**
 * The runs that have a checkpoint to sample from, without the current run, which is a lane by
 * itself.
 */
export function lanesAmong(runs: readonly KeptRun[], status: RunStatus): readonly KeptRun[] {
  const { runId } = status;
  return runs.filter((run) => !run.removed && run.checkpoint && run.kind === 'diffusion' && run.runId !== runId);
}

/** Whether the run has the same pictures and classes as the current run. */
export const suitsRace = ({ experiment }: KeptRun, { experiment: ours }: RunStatus): boolean =>
  experiment.data === ours.data;

/**
 * The run's checkpoint as a folder of one file, and a key that identifies the checkpoint. Throws
 * `lane-run-missing`.
 */
export async function keptModel(
  kept: KeptRuns,
  id: string,
): Promise<{ readonly key: string; readonly files: () => Promise<readonly CheckpointFile[]> }> {
  const run = kept.list.getState().runs.find((one) => one.id === id && !one.removed);
  if (!run?.checkpoint) throw new PlaygroundError('lane-run-missing');
  return {
    key: `${laneSourceOf(run)}@${run.checkpoint.step}`,
    async files() {
      const zip = await kept.zipOf(run);
      return [{ path: 'checkpoint.zip', bytes: new Uint8Array(await zip.arrayBuffer()) }];
    },
  };
}

/**
 * Throws `lane-run-unfit` or `lane-run-classes` if the model cannot race against the current run.
 */
export function expectFit({ network }: OpenedModel, ours: NetworkReport): void {
  if ((['side', 'channels'] as const).some((key) => network.shape[key] !== ours.shape[key]))
    throw new PlaygroundError('lane-run-unfit', { its: sizeOf(network.shape), ours: sizeOf(ours.shape) });
  if (network.classes !== null && ours.classes !== null && network.classes !== ours.classes)
    throw new PlaygroundError('lane-run-classes', { its: network.classes, ours: ours.classes });
}

const sizeOf = ({ side, channels }: PictureShape): string => `${side} x ${side} x ${channels}`;
