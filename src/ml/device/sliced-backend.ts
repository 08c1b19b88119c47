/**
 * tfjs' WebGPU backend, extended so that a tensor may be a slice of a larger buffer: one dispatch
 * then updates all weights of a network. tfjs binds whatever is a tensor's resource, so its kernels
 * treat such a tensor like any other; only reading back differs.
 *
 * It also notifies an observer, if there is one, of tensors that are made and used.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { BackendValues, DataId, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { AdapterFacts } from './adapter.ts';
import { Answers } from './answers.ts';
import { queueOf } from './backend-queue.ts';
import type { BufferSlice } from './buffers.ts';
import { destroyUnused, sized, tensorUsage } from './buffers.ts';
import { forgetKeptBuffers, keptBuffers } from './kept-buffers.ts';
import type { Observer } from './observer.ts';
import { Pace } from './pace.ts';
import type { RecordingPool } from './recording/pool.ts';

/** In bytes. Buffers of losses, and those into which they are read. */
const smallBuffer = 4096;

/**
 * While a run is observed, a tensor's buffer may pass to the next one at once: a recording contains
 * only commands, in order.
 */
class NeverOwned extends WeakSet<object> {
  override add(): this {
    return this;
  }
}

/** Copies half-precision numbers to a float32 tensor, in the order of the queue. */
export type Widen = (half: GPUBuffer, floats: TensorInfo) => void;

export class SlicedBackend extends WebGPUBackend {
  /** The pools of recordings, which add and remove themselves. */
  readonly recordingPools = new Set<RecordingPool>();
  /** Used by everything that waits for the device. */
  readonly answers: Answers;
  readonly pace: Pace;
  /** Called with errors that scopes have caught and that belong to no particular call. */
  onError: (error: GPUError) => void = () => {};
  /** Bytes of buffers that will be kept once something is computed, made or not. */
  plannedBytes = 0;
  /** Called by `beforeChange`. */
  onChange: (() => void) | null = null;
  #observer: Observer | null = null;
  /** Computes a tensor that has no numbers yet. */
  readonly #deferred = new Map<DataId, () => void>();
  /** How many tensors still use a part of the buffer. */
  readonly #sharers = new WeakMap<GPUBuffer, number>();
  /** Tensors in half precision, with the function that copies their numbers as floats. */
  readonly #halves = new Map<DataId, Widen>();

  /** `facts`: what kernels may know about the adapter and the device. */
  constructor(
    device: GPUDevice,
    readonly facts: AdapterFacts,
  ) {
    // tfjs reads only these two of its fields.
    const { vendor, architecture } = facts;
    super(device, { vendor, architecture } as GPUAdapterInfo);
    this.answers = new Answers(this.queue);
    this.pace = new Pace(this.answers);
    const acquire = this.bufferManager.acquireBuffer.bind(this.bufferManager);
    this.bufferManager.acquireBuffer = (size, ...rest) => sized(acquire(size, ...rest), size);
    const own = queueOf(this);
    const release = own.releaseResource.bind(this);
    own.releaseResource = (dataId) => {
      const resource = this.resourceOf(dataId);
      release(dataId);
      if (resource && !(resource instanceof GPUBuffer)) this.#leave(resource.buffer);
    };
  }

  /** Call it between two submits. */
  observedBy(observer: Observer | null): void {
    this.#observer = observer;
    queueOf(this).commandQueueOwnedIds = observer ? new NeverOwned() : new WeakSet();
  }

  /** Whether a run is being recorded, or is a dry run. */
  get isObserved(): boolean {
    return this.#observer !== null;
  }

  /**
   * Frees the memory of unused buffers. Small ones take little, and every step needs some of them
   * again.
   */
  freeUnused(keep = smallBuffer): void {
    // Waiting commands may use buffers that have been returned already, and a destroyed buffer
    // cannot be submitted.
    this.submitWaiting();
    destroyUnused(this.bufferManager, keep);
  }

  /**
   * A buffer like those of tensors, from tfjs' pool; `bufferManager.releaseBuffer` returns it
   * there. Its content is undefined.
   */
  acquire(bytes: number): GPUBuffer {
    return this.bufferManager.acquireBuffer(bytes, tensorUsage());
  }

  /** The place of a tensor's numbers on the device; uploads them if necessary. */
  sliceOf({ dataId }: Pick<TensorInfo, 'dataId'>): BufferSlice {
    this.uploadToGPU(dataId);
    const resource = this.resourceOf(dataId);
    if (!resource) throw new Error('a tensor without a buffer');
    return resource instanceof GPUBuffer ? { buffer: resource, offset: 0, size: resource.size } : resource;
  }

  /** Whether the tensor is in exactly this slice, which `putInto` was given. */
  isAt(dataId: DataId, slice: BufferSlice): boolean {
    return this.resourceOf(dataId) === slice;
  }

  /**
   * Makes the numbers in `place` the tensor's. A buffer that the tensor had belongs to the caller,
   * who has got it from `sliceOf`.
   */
  putInto({ dataId }: Pick<TensorInfo, 'dataId'>, place: BufferSlice | GPUBuffer): void {
    if (this.#observer?.made(dataId) === false) this.#observer.spoil('a tensor from before is moved');
    this.tensorMap.get(dataId).resource = place as GPUBuffer;
    this.forgetValues(dataId);
  }

  /**
   * Call it after something wrote into the tensor's buffer: if the tensor was read before, tfjs has
   * cached the old numbers.
   */
  forgetValues(dataId: DataId): void {
    this.tensorMap.get(dataId).values = null as unknown as BackendValues;
  }

  /** A new tensor with the numbers in `place`. */
  copyOf(place: BufferSlice, shape: number[], dtype: tf.DataType): tf.Tensor {
    const info = this.makeTensorInfo(shape, dtype);
    this.copy(place, this.sliceOf(info));
    return tf.engine().makeTensorFromTensorInfo(info);
  }

  /**
   * Gives each tensor its part of a buffer of the pool. The buffer returns to the pool with the
   * last of them.
   */
  divide(buffer: GPUBuffer, parts: readonly { tensor: TensorInfo; place: Omit<BufferSlice, 'buffer'> }[]): void {
    this.#sharers.set(buffer, parts.length);
    for (const { tensor, place } of parts) {
      this.#deferred.delete(tensor.dataId);
      this.putInto(tensor, { buffer, ...place });
    }
  }

  /**
   * `compute` is called before the tensor is first used. It must call `divide`, after which the
   * tensor is no longer deferred.
   */
  defer(dataId: DataId, compute: () => void): void {
    this.#deferred.set(dataId, compute);
  }

  /** Whether it has been neither computed nor disposed of. */
  isDeferred(dataId: DataId): boolean {
    return this.#deferred.has(dataId);
  }

  /**
   * A float32 tensor that is stored in half precision, for kernels that ask with `isHalf` and bind
   * it directly. On any other use it becomes an ordinary float32 tensor.
   */
  makeHalf(shape: number[], widen: Widen): TensorInfo {
    const info = this.makeTensorInfo(shape, 'float32');
    this.putInto(info, this.acquire(2 * tf.util.sizeFromShape(shape)));
    this.#halves.set(info.dataId, widen);
    return info;
  }

  /**
   * While a run is observed, only for tensors that the run has made: a recording identifies earlier
   * tensors by how they are used.
   */
  isHalf(dataId: DataId): boolean {
    return this.#halves.has(dataId) && this.#observer?.made(dataId) !== false;
  }

  override disposeData(dataId: DataId, force?: boolean): boolean {
    const gone = super.disposeData(dataId, force);
    if (gone) {
      this.#deferred.delete(dataId);
      this.#halves.delete(dataId);
    }
    return gone;
  }

  /** Copies in the order of the queue, like a kernel. */
  copy(from: BufferSlice, to: BufferSlice): void {
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    queueOf(this).commandEncoder?.copyBufferToBuffer(from.buffer, from.offset, to.buffer, to.offset, from.size);
  }

  /** Fills with zeros, in the order of the queue. */
  clear(buffer: GPUBuffer): void {
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    queueOf(this).commandEncoder?.clearBuffer(buffer);
  }

  /** Number of buffers that are kept as long as the device. */
  get keptCount(): number {
    return keptBuffers(this).count;
  }

  /**
   * After an error that may have left buffers invalid: forgets kept buffers made after the first
   * `kept`, and destroys unused ones.
   */
  discardSince(kept: number): void {
    forgetKeptBuffers(this, kept);
    this.freeUnused(0);
  }

  /** Computes deferred tensors and submits waiting commands, if there are any. */
  flush(): void {
    for (const compute of new Set(this.#deferred.values())) compute();
    this.submitWaiting();
  }

  /** Submits waiting commands; deferred tensors stay deferred. */
  submitWaiting(): void {
    if (queueOf(this).commandEncoder === null) return;
    this.endComputePassEncoder();
    this.submitQueue();
  }

  /** Call it before commands that change weights. */
  beforeChange(): void {
    this.onChange?.();
  }

  override submitQueue(): void {
    const { dispatchCountInPass } = queueOf(this);
    super.submitQueue();
    this.pace.submitted(dispatchCountInPass);
    if (this.#observer) queueOf(this).commandQueueOwnedIds = new NeverOwned();
  }

  override write(values: BackendValues, shape: number[], dtype: tf.DataType): DataId {
    const dataId = super.write(values, shape, dtype);
    this.#observer?.onMade(dataId);
    return dataId;
  }

  override uploadToGPU(dataId: DataId): void {
    this.#settle(dataId);
    if (this.#observer) this.#observer.onUse(dataId, () => super.uploadToGPU(dataId));
    else super.uploadToGPU(dataId);
  }

  /**
   * tfjs computes small inputs that are not uploaded on the CPU. A recording would keep the current
   * numbers of tensors from before it.
   */
  override shouldExecuteOnCPU(inputs: TensorInfo[], sizeThreshold?: number): boolean {
    // Otherwise a deferred tensor would pass for numbers of the host.
    for (const { dataId } of inputs) this.#deferred.get(dataId)?.();
    if (this.#observer && !inputs.every(({ dataId }) => this.#observer?.made(dataId))) return false;
    return super.shouldExecuteOnCPU(inputs, sizeThreshold);
  }

  override readSync(dataId: DataId): BackendValues {
    this.#settle(dataId);
    this.#observer?.spoil('numbers are read');
    return this.#observer?.outside(() => this.#readSync(dataId)) ?? this.#readSync(dataId);
  }

  override read(dataId: DataId): Promise<BackendValues> {
    this.#settle(dataId);
    this.#observer?.spoil('numbers are read');
    return this.#observer?.outside(() => this.#read(dataId)) ?? this.#read(dataId);
  }

  override readToGPU(
    ...[dataId, ...options]: Parameters<WebGPUBackend['readToGPU']>
  ): ReturnType<WebGPUBackend['readToGPU']> {
    this.#settle(dataId);
    this.#observer?.spoil('numbers are read');
    const slice = this.resourceOf(dataId);
    if (!slice || slice instanceof GPUBuffer) return super.readToGPU(dataId, ...options);
    const { shape, dtype } = this.tensorMap.get(dataId);
    const tensorRef = this.copyOf(slice, shape, dtype);
    const { buffer } = this.sliceOf(tensorRef);
    // As in tfjs: the caller's own commands follow the copy.
    this.submitQueue();
    return { tensorRef, buffer };
  }

  override getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer> {
    return this.answers.soon(super.getBufferData(buffer));
  }

  override memory(): ReturnType<WebGPUBackend['memory']> {
    const { numBytesInGPU, numBytesAllocatedInGPU, ...others } = super.memory();
    let outside = keptBuffers(this).bytes;
    for (const { bytes } of this.recordingPools) outside += bytes;
    return {
      numBytesInGPU: numBytesInGPU + outside,
      numBytesAllocatedInGPU: numBytesAllocatedInGPU + outside,
      ...others,
    };
  }

  /**
   * Before the tensor's numbers are used: computes them if they were deferred, and widens them to
   * floats.
   */
  #settle(dataId: DataId): void {
    this.#deferred.get(dataId)?.();
    const widen = this.#halves.get(dataId);
    const half = this.resourceOf(dataId);
    if (!widen || !(half instanceof GPUBuffer)) return;
    this.#halves.delete(dataId);
    const own = this.tensorMap.get(dataId);
    const floats = this.makeTensorInfo(own.shape, 'float32');
    widen(half, floats);
    const other = this.tensorMap.get(floats.dataId);
    const wide = other.resource;
    other.resource = half;
    if (wide) own.resource = wide;
    // Freed when the queue has finished with it, because it is marked as used there.
    this.disposeData(floats.dataId);
  }

  /** tfjs reads whole buffers, so a slice is copied to a buffer of its own. */
  #readSync(dataId: DataId): BackendValues {
    const slice = this.resourceOf(dataId);
    if (!slice || slice instanceof GPUBuffer) return super.readSync(dataId);
    const { shape, dtype } = this.tensorMap.get(dataId);
    const copy = this.copyOf(slice, shape, dtype);
    try {
      return super.readSync(copy.dataId);
    } finally {
      copy.dispose();
    }
  }

  async #read(dataId: DataId): Promise<BackendValues> {
    const slice = this.resourceOf(dataId);
    if (!slice || slice instanceof GPUBuffer) return super.read(dataId);
    // tfjs would cache the numbers for the next reader; by then they may have changed.
    const own = this.acquire(slice.size);
    this.copy(slice, { buffer: own, offset: 0, size: slice.size });
    try {
      return new Float32Array(await this.getBufferData(own));
    } finally {
      this.bufferManager.releaseBuffer(own);
    }
  }

  /** Returns a buffer to the pool with the last tensor that shares it. */
  #leave(buffer: GPUBuffer): void {
    const sharers = this.#sharers.get(buffer);
    if (sharers === undefined) return;
    if (sharers > 1) {
      this.#sharers.set(buffer, sharers - 1);
      return;
    }
    this.#sharers.delete(buffer);
    this.bufferManager.releaseBuffer(buffer);
  }

  /**
   * The place of a tensor's numbers on the device, if they are there: the object that tfjs binds,
   * which stays the same while they stay.
   */
  resourceOf(dataId: DataId): GPUBuffer | BufferSlice | null | undefined {
    // For an unknown tensor, tfjs' map would fetch it from another backend.
    if (!this.tensorMap.has(dataId)) return undefined;
    // tfjs' type does not include slices.
    return this.tensorMap.get(dataId).resource as GPUBuffer | BufferSlice | null | undefined;
  }
}
