/** The engine in Node: Dawn for WebGPU, shards and checkpoints from folders. tfjs is imported only after WebGPU's globals are there. */
import type { SnapshotStorage } from '../src/engine/host.ts';
import type { FrozenNetwork } from '../src/engine/network.ts';
import type { EngineSession } from '../src/engine/session.ts';
import type { EngineEvents, NetworkReport } from '../src/workers/protocol.ts';
import { readCheckpointFolder } from './checkpoint-folder.ts';
import { beforeExit } from './command.ts';
import { installDawn } from './dawn.ts';
import { nodeShards } from './node-shards.ts';

export const nodeBackends = ['webgpu', 'cpu'] as const;
export type NodeBackend = (typeof nodeBackends)[number];

export async function createNodeSession(
  backend: NodeBackend,
  storage: SnapshotStorage | null,
  events: EngineEvents,
): Promise<EngineSession> {
  if (backend === 'webgpu') installDawn();
  const { createSession } = await import('../src/engine/session.ts');
  const session = createSession({ openShards: (directory) => nodeShards(directory), storage }, events);
  beforeExit(() => session.close());
  return session;
}

/** A trained network without its training: the averaged weights, where there are any. */
export interface OpenedNetwork {
  readonly network: FrozenNetwork;
  readonly report: NetworkReport;
  /** Steps it was trained for; 0 where the folder does not say. */
  readonly step: number;
}

/** Throws `checkpoint-*`, `model-config` or `scheduler-config` before it opens a device. */
export async function openNetworkFolder(directory: string, backend: NodeBackend): Promise<OpenedNetwork> {
  const { readFolder } = await import('../src/ml/checkpoint/folder.ts');
  const checkpoint = readFolder(directory, await readCheckpointFolder(directory));
  if (backend === 'webgpu') installDawn();
  const { networkReport, openNetwork, requirePictures } = await import('../src/engine/network.ts');
  const { numbersOf } = await import('../src/engine/tensors.ts');
  requirePictures(checkpoint.network);
  const report = networkReport(checkpoint.network, false);
  const { openDevice } = await import('../src/ml/device/index.ts');
  const device = await openDevice(backend);
  beforeExit(() => device.idle());
  const network = openNetwork(checkpoint.network, numbersOf(checkpoint.weights));
  return { network, report, step: checkpoint.training?.progress.step ?? 0 };
}
