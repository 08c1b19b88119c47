/** The engine in Node: Dawn for WebGPU, shards and checkpoints from folders. tfjs is imported only after WebGPU's globals are there. */
import type { SnapshotStorage } from '../src/engine/host.ts';
import type { EngineSession } from '../src/engine/session.ts';
import type { Model } from '../src/ml/models/model.ts';
import type { EngineEvents } from '../src/workers/protocol.ts';
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

/** A trained network without its training. */
export interface OpenedModel {
  readonly model: Model;
  /** Steps it was trained for; 0 where the folder does not say. */
  readonly step: number;
}

/** Throws `checkpoint-*` before it opens a device. */
export async function openModel(directory: string, backend: NodeBackend): Promise<OpenedModel> {
  const { readFolder } = await import('../src/ml/checkpoint/folder.ts');
  const checkpoint = readFolder(directory, await readCheckpointFolder(directory));
  if (backend === 'webgpu') installDawn();
  const { openDevice } = await import('../src/ml/device/index.ts');
  const device = await openDevice(backend);
  beforeExit(() => device.idle());
  const { Run } = await import('../src/engine/run.ts');
  const { recipes } = await import('../src/ml/config.ts');
  const run = Run.from(checkpoint, recipes[checkpoint.recipe].experiment);
  return { model: run.model, step: run.submitted };
}
