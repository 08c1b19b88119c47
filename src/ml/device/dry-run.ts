/**
 * Runs a computation through tfjs and our kernels without the device: no tensor gets memory, and no
 * command is sent. The result is the list of its programs, which compile in parallel, and the
 * memory that it would use.
 */
import * as tf from '@tensorflow/tfjs-core';
import { queueOf } from './backend-queue.ts';
import { tensorUsage } from './buffers.ts';
import { CompileQueue } from './compile-queue.ts';
import { useOnce } from './first-use.ts';
import type { Observer } from './observer.ts';
import { overlay } from './recording/overlay.ts';
import type { SlicedBackend } from './sliced-backend.ts';

/** With this flag tfjs' kernels and ours compile asynchronously and do nothing else. */
const compileOnly = 'WEBGPU_ENGINE_COMPILE_ONLY';

/**
 * Enough to keep a driver's threads busy. Programs that a cancelled dry run has started go on
 * compiling, and the next dry run takes them over.
 */
function compilingSideBySide(): number {
  // Node 20 does not have it.
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
  /**
   * The programs that are being compiled, also for earlier dry runs. One rejects if `signal` is
   * aborted before its compilation began.
   */
  readonly pending: Promise<void>[];
  /**
   * Device memory that the computation uses if its buffers pass from tensor to tensor, as in a
   * recording.
   */
  readonly bytes: number;
}

/** Tensors that `compute` leaves behind have numbers only if the host gave them. */
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
    // Nobody waits for the programs that were requested until here.
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

/** Buffers that have a size and no memory. */
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

  /** False if the buffer is not one of these. */
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

  /**
   * Marks the tensor as uploaded, because tfjs decides by that where to compute. Its numbers stay
   * with the host.
   */
  onUse(dataId: tf.DataId): void {
    if (!this.#born.has(dataId)) return;
    const data = this.backend.tensorMap.get(dataId);
    // On the device an element takes four bytes, whatever its type.
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

/**
 * tfjs keeps pipelines that are still compiling among the finished ones, and throws when one is
 * used. Without them it compiles another until they are finished.
 */
function keepPromisesApart(backend: SlicedBackend): void {
  const { pipelineCache } = queueOf(backend);
  for (const [key, pipeline] of Object.entries(pipelineCache)) {
    if (!(pipeline instanceof Promise)) continue;
    delete pipelineCache[key];
    pipeline.then(
      (compiled) => {
        pipelineCache[key] ??= compiled;
      },
      // Whoever waits for it reports the failure.
      () => {},
    );
  }
}
