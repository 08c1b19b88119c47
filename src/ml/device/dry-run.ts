/**
 * Lets a computation go through tfjs and our kernels without the device: no tensor gets memory, no command is given. What is left of it is the list of
 * programs that it takes, which are being compiled side by side, and how much memory it would take.
 */
import * as tf from '@tensorflow/tfjs-core';
import { queueOf } from './backend-queue.ts';
import { tensorUsage } from './buffers.ts';
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

export interface DryRunResult {
  /** What is being compiled, since earlier runs too: it rejects where `signal` is aborted before it was begun. */
  readonly pending: Promise<void>[];
  /** What the computation takes of the device's memory, when its buffers go from tensor to tensor as in a recording. */
  readonly bytes: number;
}

/** Tensors that `compute` leaves behind have numbers only where the host gave them. */
export function dryRun(backend: SlicedBackend, compute: () => void, signal: AbortSignal): DryRunResult {
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
    acquireBuffer: (size, usage) => run.buffers.acquire(size, usage),
    releaseBuffer(buffer, reuse) {
      if (!run.buffers.release(buffer)) bufferManager.releaseBuffer(buffer, reuse);
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
  return { pending: programs.waitForAll(signal), bytes: run.buffers.bytes + backend.plannedBytes };
}

/** Buffers with a size and nothing behind it. */
class PretendedBuffers {
  bytes = 0;
  readonly #all = new Set<GPUBuffer>();
  readonly #free = new Map<string, GPUBuffer[]>();

  acquire(size: number, usage: GPUBufferUsageFlags): GPUBuffer {
    const free = this.#free.get(`${size} ${usage}`)?.pop();
    if (free) return free;
    const made: GPUBuffer = Object.create(GPUBuffer.prototype, { size: { value: size }, usage: { value: usage } });
    this.#all.add(made);
    this.bytes += size;
    return made;
  }

  has(buffer: GPUBuffer): boolean {
    return this.#all.has(buffer);
  }

  /** False where it is none of them. */
  release(buffer: GPUBuffer): boolean {
    if (!this.#all.has(buffer)) return false;
    const key = `${buffer.size} ${buffer.usage}`;
    this.#free.set(key, [...(this.#free.get(key) ?? []), buffer]);
    return true;
  }
}

class DryRun implements Observer {
  readonly buffers = new PretendedBuffers();
  readonly #born = new Set<tf.DataId>();

  constructor(private readonly backend: SlicedBackend) {}

  onMade(dataId: tf.DataId): void {
    this.#born.add(dataId);
  }

  made(dataId: tf.DataId): boolean {
    return this.#born.has(dataId);
  }

  /** As if it were uploaded, since it depends on this what tfjs computes where; its numbers stay with the host. */
  onUse(dataId: tf.DataId): void {
    if (!this.#born.has(dataId)) return;
    const data = this.backend.tensorMap.get(dataId);
    // Of every type that reaches the device an element takes four bytes.
    data.resource ??= this.buffers.acquire(4 * tf.util.sizeFromShape(data.shape), tensorUsage());
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
      if (data.resource instanceof GPUBuffer && this.buffers.has(data.resource)) delete data.resource;
    }
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
