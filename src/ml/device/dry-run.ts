/**
 * Lets a computation go through tfjs and our kernels without the device: no tensor gets memory, no command is given. What is left of it is the list of
 * programs that it takes, which are being compiled side by side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { queueOf } from './backend-queue.ts';
import { CompileQueue } from './compile-queue.ts';
import { useOnce } from './first-use.ts';
import type { Observer } from './observer.ts';
import { overlay } from './recording/overlay.ts';
import type { SlicedBackend } from './sliced-backend.ts';

/** tfjs' kernels, and ours, then compile asynchronously and stop there. */
const compileOnly = 'WEBGPU_ENGINE_COMPILE_ONLY';

/** As many as keep a driver's threads busy. A run that is given up leaves those behind that have begun; the next one takes them over. */
function compilingSideBySide(): number {
  // Not in Node 20.
  const { hardwareConcurrency = 2 }: { hardwareConcurrency?: number } = navigator;
  return 2 * hardwareConcurrency;
}

const compileQueues = new WeakMap<GPUDevice, CompileQueue>();

function compileQueueOf(device: GPUDevice): CompileQueue {
  const known = compileQueues.get(device) ?? new CompileQueue(compilingSideBySide());
  compileQueues.set(device, known);
  return known;
}

/**
 * Returns what is being compiled, since earlier runs too: it rejects where `signal` is aborted before it was begun. Tensors that `compute` leaves behind have
 * numbers only where the host gave them.
 */
export function dryRun(backend: SlicedBackend, compute: () => void, signal: AbortSignal): Promise<void>[] {
  const run = new DryRun(backend);
  const { device, queue, bufferManager } = backend;
  backend.flush();
  const programs = compileQueueOf(device);
  const codes = new WeakMap<GPUShaderModule, string>();
  const nothing = (): undefined => undefined;
  backend.device = overlay(device, {
    createShaderModule(descriptor) {
      const shader = device.createShaderModule(descriptor);
      codes.set(shader, descriptor.code);
      return shader;
    },
    createComputePipelineAsync(descriptor) {
      const code = codes.get(descriptor.compute.module) ?? '';
      return programs.add(
        code,
        async () => device.createComputePipelineAsync(descriptor),
        (compiled) => backend.answers.soon(useOnce(device, compiled, code)),
      ).pipeline;
    },
    createCommandEncoder: () =>
      overlay(device.createCommandEncoder(), { copyBufferToBuffer: nothing, clearBuffer: nothing }),
  });
  backend.queue = overlay(queue, { writeBuffer: nothing, submit: nothing });
  backend.bufferManager = overlay(bufferManager, {
    acquireBuffer: () => run.stand,
    releaseBuffer(buffer, reuse) {
      if (buffer !== run.stand) bufferManager.releaseBuffer(buffer, reuse);
    },
  });
  backend.observedBy(run);
  tf.env().set(compileOnly, true);
  try {
    compute();
  } catch (error) {
    // What was asked for until then nobody waits for.
    programs.giveUpUnwanted(error);
    throw error;
  } finally {
    tf.env().set(compileOnly, false);
    backend.flush();
    run.end();
    backend.observedBy(null);
    Object.assign(backend, { device, queue, bufferManager });
    keepPromisesApart(backend);
  }
  return programs.waitForAll(signal);
}

class DryRun implements Observer {
  /** Stands for every tensor's buffer. */
  readonly stand: GPUBuffer;
  readonly #born = new Set<tf.DataId>();

  constructor(private readonly backend: SlicedBackend) {
    this.stand = backend.device.createBuffer({ label: 'dry run', size: 4, usage: GPUBufferUsage.STORAGE });
  }

  onMade(dataId: tf.DataId): void {
    this.#born.add(dataId);
  }

  made(dataId: tf.DataId): boolean {
    return this.#born.has(dataId);
  }

  /** As if it were uploaded, since it depends on this what tfjs computes where; its numbers stay with the host. */
  onUse(dataId: tf.DataId): void {
    if (!this.#born.has(dataId)) return;
    this.backend.tensorMap.get(dataId).resource ??= this.stand;
  }

  spoil(reason: string): void {
    throw new Error(`in a dry run ${reason}`);
  }

  outside<Result>(act: () => Result): Result {
    return act();
  }

  end(): void {
    const { tensorMap } = this.backend;
    for (const dataId of this.#born) {
      if (!tensorMap.has(dataId)) continue;
      const data = tensorMap.get(dataId);
      if (data.resource === this.stand) delete data.resource;
    }
    this.stand.destroy();
  }
}

/** tfjs keeps pipelines that are being compiled among those that are there, and throws where one is wanted: until it is there, tfjs compiles another. */
function keepPromisesApart(backend: SlicedBackend): void {
  const { pipelineCache } = queueOf(backend);
  for (const [key, pipeline] of Object.entries(pipelineCache)) {
    if (!(pipeline instanceof Promise)) continue;
    delete pipelineCache[key];
    pipeline.then(
      (compiled) => {
        pipelineCache[key] ??= compiled;
      },
      // Told of by whoever waits for it.
      () => {},
    );
  }
}
