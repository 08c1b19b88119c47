/** Kept runs as lanes of a race. */
import type { PictureShape } from '../ml/config.ts';
import { PlaygroundError } from '../ml/errors.ts';
import type { CheckpointFile, NetworkReport, OpenedModel, RunStatus } from '../workers/protocol.ts';
import type { KeptRun, KeptRuns } from './types/runs.ts';

const prefix = 'kept-';

export const laneSourceOf = ({ id }: Pick<KeptRun, 'id'>): string => prefix + id;

/** Null of a source that is no kept run. */
export const keptIdOf = (source: string): string | null =>
  source.startsWith(prefix) ? source.slice(prefix.length) : null;

/** Those that have a checkpoint to sample from; not the run on show, which is a lane by itself. */
export function lanesAmong(runs: readonly KeptRun[], status: RunStatus): readonly KeptRun[] {
  const { runId } = status;
  return runs.filter((run) => !run.removed && run.checkpoint && run.kind === 'diffusion' && run.runId !== runId);
}

/** Whether its pictures and classes are those of the run on show. */
export const suitsRace = ({ experiment }: KeptRun, { experiment: ours }: RunStatus): boolean =>
  experiment.data === ours.data;

/** Its checkpoint as a folder of one file, and what names that checkpoint. Throws `lane-run-missing`. */
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

/** Throws `lane-run-unfit` where it cannot be raced against the run on show. */
export function expectFit({ network }: OpenedModel, ours: NetworkReport): void {
  const differ = (['side', 'channels'] as const).some((key) => network.shape[key] !== ours.shape[key]);
  const otherClasses = network.classes !== null && ours.classes !== null && network.classes !== ours.classes;
  if (!differ && !otherClasses) return;
  throw new PlaygroundError('lane-run-unfit', {
    its: differ ? sizeOf(network.shape) : `${network.classes} classes`,
    ours: differ ? sizeOf(ours.shape) : `${ours.classes} classes`,
  });
}

const sizeOf = ({ side, channels }: PictureShape): string => `${side} x ${side} x ${channels}`;
