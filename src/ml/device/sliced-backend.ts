/**
 * tfjs' WebGPU backend, in which a tensor may be a slice of a larger buffer: all weights of a network side by side are updated by one dispatch. tfjs binds
 * what stands as a tensor's resource, so to its kernels such a tensor is like any other; only reading back has to know.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { BackendValues, DataId, TensorInfo } from '@tensorflow/tfjs-core';
import { queueOf } from './backend-queue.ts';
import type { BufferSlice } from './buffer-slice.ts';

const tensorUsage = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;

export class SlicedBackend extends WebGPUBackend {
  /** As tfjs makes those of tensors; from its pool, to which it goes back by `bufferManager.releaseBuffer`. What is in it is anything. */
  acquire(bytes: number): GPUBuffer {
    return this.bufferManager.acquireBuffer(bytes, tensorUsage());
  }

  /** Where a tensor's numbers are on the device; it is brought there if need be. */
  sliceOf({ dataId }: Pick<TensorInfo, 'dataId'>): BufferSlice {
    this.uploadToGPU(dataId);
    const resource = this.#resource(dataId);
    if (!resource) throw new Error('a tensor without a buffer');
    return resource instanceof GPUBuffer ? { buffer: resource, offset: 0, size: resource.size } : resource;
  }

  /** Whether these numbers stand in this very slice, which `putInto` was given. */
  isAt(dataId: DataId, slice: BufferSlice): boolean {
    return this.#resource(dataId) === slice;
  }

  /** From now on the tensor's numbers are what stands in `place`. A buffer of its own stays with the caller, who has asked `sliceOf` for it. */
  putInto({ dataId }: Pick<TensorInfo, 'dataId'>, place: BufferSlice | GPUBuffer): void {
    const data = this.tensorMap.get(dataId);
    data.resource = place as GPUBuffer;
    data.values = null as unknown as BackendValues;
  }

  /** In the order of the queue, like a kernel. */
  copy(from: BufferSlice, to: BufferSlice): void {
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    queueOf(this).commandEncoder?.copyBufferToBuffer(from.buffer, from.offset, to.buffer, to.offset, from.size);
  }

  /** Zeros, in the order of the queue. */
  clear(buffer: GPUBuffer): void {
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    queueOf(this).commandEncoder?.clearBuffer(buffer);
  }

  /** Submits what waits in the queue, if anything does. */
  flush(): void {
    if (queueOf(this).commandEncoder === null) return;
    this.endComputePassEncoder();
    this.submitQueue();
  }

  override async read(dataId: DataId): Promise<BackendValues> {
    const slice = this.#resource(dataId);
    if (!slice || slice instanceof GPUBuffer) return super.read(dataId);
    // tfjs would keep the numbers for the next who asks; by then others may stand there.
    const own = this.acquire(slice.size);
    this.copy(slice, { buffer: own, offset: 0, size: slice.size });
    try {
      return new Float32Array(await this.getBufferData(own));
    } finally {
      this.bufferManager.releaseBuffer(own);
    }
  }

  /** tfjs' type does not know of slices. */
  #resource(dataId: DataId): GPUBuffer | BufferSlice | null | undefined {
    // Asked for what it has not got, tfjs' map would fetch it from another backend.
    if (!this.tensorMap.has(dataId)) return undefined;
    return this.tensorMap.get(dataId).resource as GPUBuffer | BufferSlice | null | undefined;
  }
}
