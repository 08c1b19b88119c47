/**
 * The engine in Node: Dawn for WebGPU, shards and checkpoints from folders. tfjs is imported only
 * after WebGPU's globals have been set.
 */
import type { SnapshotStorage } from '../src/engine/host.ts';
import type { NetworkSnapshot } from '../src/engine/network.ts';
import type { EngineSession } from '../src/engine/session.ts';
import type { Checkpoint } from '../src/ml/checkpoint/checkpoint.ts';
import { trainedOn } from '../src/ml/checkpoint/trained-on.ts';
import type { ShardSource } from '../src/ml/data/source.ts';
import { PlaygroundError, reportOf } from '../src/ml/errors.ts';
import { sentenceOf } from '../src/words/sentence.ts';
import type { EngineEvents } from '../src/workers/protocol.ts';
import { beforeExit, say } from './command.ts';
import { installDawn } from './dawn.ts';
import { readNamedModel } from './model-folder.ts';

export const nodeBackends = ['webgpu', 'cpu'] as const;
export type NodeBackend = (typeof nodeBackends)[number];

export async function createNodeSession(
  backend: NodeBackend,
  storage: SnapshotStorage | null,
  events: Partial<EngineEvents>,
  data: ShardSource,
): Promise<EngineSession> {
  if (backend === 'webgpu') installDawn();
  const { createSession } = await import('../src/engine/session.ts');
  // The command names the set that the run is trained on; another run's set is not here.
  const openData = () => data;
  const session = createSession({ openData, storage }, events);
  beforeExit(() => session.close());
  return session;
}

/**
 * Reads and checks the model that --model names, without using a device. Reports what it assumed in
 * order to read the model. Throws like `readNamedModel`, or `model-config` or `scheduler-config`.
 */
export async function readNetworkFolder(named: string): Promise<Checkpoint> {
  const { readFolder } = await import('../src/ml/checkpoint/folder.ts');
  const { name, folder } = await readNamedModel(named);
  const checkpoint = readFolder(name, folder);
  for (const reason of checkpoint.notices ?? [])
    say(sentenceOf(reportOf(new PlaygroundError('checkpoint-notice', { reason }))));
  return checkpoint;
}

/**
 * Opens a trained network without its training state, on a device that is released when the command
 * ends.
 */
export async function openCheckpoint(
  checkpoint: Checkpoint,
  backend: NodeBackend,
  which: 'ema' | 'raw' = 'ema',
): Promise<NetworkSnapshot> {
  const { network, weights, training } = checkpoint;
  if (backend === 'webgpu') installDawn();
  const { loadNetwork } = await import('../src/engine/load-network.ts');
  const { numbersOf } = await import('../src/engine/tensors.ts');
  const { openDevice } = await import('../src/ml/backends/open-device.ts');
  const device = await openDevice(backend);
  beforeExit(() => device.idle());
  const { open } = await loadNetwork(network, trainedOn(checkpoint));
  return open(numbersOf(which === 'raw' ? (training?.tensors.raw ?? weights) : weights));
}

/** Its training steps; 0 if the folder does not say. */
export function stepsOf({ training, card }: Checkpoint): number {
  return training?.progress.step ?? card?.training.steps ?? 0;
}
