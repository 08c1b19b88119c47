/**
 * The commands that look at networks, the run's and those opened beside it. They share the device's
 * lock with training steps and change nothing of the run.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { freeUnusedMemory } from '../ml/device/current-backend.ts';
import { replayReports } from '../ml/device/replay.ts';
import { verifyReplays } from '../ml/device/verification.ts';
import { parseParameter } from '../ml/experiment.ts';
import type { EngineCommands, LayerNumbers, MemoryUse, ModelId } from '../workers/protocol.ts';
import { unlessAborted } from './calls.ts';
import { nextTask } from './lock.ts';
import type { Looked } from './open-models.ts';
import { parseFiles, parseGenerate, parseModelId, parsePictures, parseVerifyEvery } from './requests.ts';
import { loadArchive, type SessionState } from './session-state.ts';

type LookingCommands = Pick<
  EngineCommands,
  | 'generate'
  | 'restore'
  | 'nearest'
  | 'testImage'
  | 'noiseLevels'
  | 'openModel'
  | 'closeModel'
  | 'checkConfigurations'
  | 'layers'
  | 'memory'
  | 'replays'
  | 'cancel'
>;

export function lookingCommands(session: SessionState): LookingCommands {
  const { calls } = session;

  /** This model, or the run in its current state. */
  function lookedAt(model: ModelId | undefined): () => Looked {
    const { trainer } = session.parts;
    return () => {
      if (model !== undefined) return session.models.get(model);
      const { run } = trainer;
      return { network: run.network, step: run.submitted, networkSnapshot: (weights) => run.networkSnapshot(weights) };
    };
  }

  async function layers(): Promise<readonly LayerNumbers[]> {
    const { trainer } = session.parts;
    const { run } = trainer;
    const { training } = await session.checked.take(async () => {
      const checkpoint = await run.checkpoint();
      freeUnusedMemory(); // the copies on the device, as large as the weights
      return checkpoint;
    });
    if (!training) return [];
    const [{ layersOf }, { activationsOf }] = await Promise.all([import('./layers.ts'), import('./activations.ts')]);
    return layersOf(training.tensors, await activationsOf(run, () => trainer.run, session.checked));
  }

  function memory(): Promise<MemoryUse> {
    session.parts; // throws where there is nothing to look at
    return session.device.take(() => {
      const { numTensors, numBytes, ...backend } = tf.memory();
      const onGpu = z.object({ numBytesAllocatedInGPU: z.number() }).safeParse({ ...backend });
      return { tensors: numTensors, bytes: onGpu.success ? onGpu.data.numBytesAllocatedInGPU : numBytes };
    });
  }

  return {
    generate: async (id, request) => {
      const parsed = parseGenerate(request);
      return calls.generate(id, parsed, lookedAt(parsed.model));
    },
    restore: async (id, request) => calls.restore(id, request, lookedAt(request.model)),
    nearest: async (id, pictures) => {
      const parsed = parsePictures(pictures);
      return calls.nearest(id, parsed, session.parts.trainer.run);
    },
    testImage: async (index) => session.parts.feed.testImage(parseParameter('restoreImage', index)),
    async noiseLevels(choice) {
      const { description, experiment } = session.parts.trainer.run;
      return (await import('./noise-levels.ts')).noiseLevels(description, experiment, choice);
    },
    async openModel(files, id) {
      session.parts; // throws where there is no device
      return calls.cancellable(id, async (signal) => {
        const checkpoint = (await loadArchive()).checkpointOf(parseFiles(files));
        await nextTask(); // where a cancellation arrives
        unlessAborted(signal);
        return session.models.open(checkpoint);
      });
    },
    closeModel: async (model) => session.models.close(parseModelId(model)),
    checkConfigurations: async (files) => (await loadArchive()).checkConfigurations(parseFiles(files)),
    layers,
    memory: async () => memory(),
    /** Without waiting for the lock: a sampler's passes are known only while it samples. */
    async replays(verifyEvery) {
      session.parts; // throws where there is no device
      if (verifyEvery !== undefined) verifyReplays(parseVerifyEvery(verifyEvery));
      return replayReports();
    },
    cancel: async (id) => calls.cancel(id),
  };
}
