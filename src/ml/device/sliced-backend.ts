/**
 * tfjs' WebGPU backend, in which a tensor may be a slice of a larger buffer: all weights of a network side by side are updated by one dispatch. tfjs binds
 * what stands as a tensor's resource, so to its kernels such a tensor is like any other; only reading back has to know.
 *
 * It also tells an observer of tensors that are made and used, while there is one.
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

/** In bytes. Losses, and where they are read. */
const smallBuffer = 4096;

/** While a run is observed a tensor's buffer may go to the next one at once: in a recording there are only commands, one after the other. */
class NeverOwned extends WeakSet<object> {
  override add(): this {
    return this;
  }
}

/** Copies numbers in half precision to a float32 tensor, in the order of the queue. */
export type Widen = (half: GPUBuffer, floats: TensorInfo) => void;

export class SlicedBackend extends WebGPUBackend {
  /** Of recordings; theirs to add and to remove. */
  readonly recordingPools = new Set<RecordingPool>();
  /** Whoever waits for the device waits by these. */
  readonly answers: Answers;
  readonly pace: Pace;
  /** Told of errors that scopes have caught and that are nobody's in particular. */
  onError: (error: GPUError) => void = () => {};
  /** Of buffers that will be kept once something is computed, made or not. */
  plannedBytes = 0;
  /** Told by `beforeChange`. */
  onChange: (() => void) | null = null;
  #observer: Observer | null = null;
  /** What computes a tensor that has no numbers yet. */
  readonly #deferred = new Map<DataId, () => void>();
  /** How many tensors still have their part of a buffer. */
  readonly #sharers = new WeakMap<GPUBuffer, number>();
  /** Tensors in half precision, and what copies their numbers as floats. */
  readonly #halves = new Map<DataId, Widen>();

  /** `facts`: what kernels may know of the adapter and the device. */
  constructor(
    device: GPUDevice,
    readonly facts: AdapterFacts,
  ) {
    // tfjs reads nothing but these two of it.
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

  /** Between two submits. */
  observedBy(observer: Observer | null): void {
    this.#observer = observer;
    queueOf(this).commandQueueOwnedIds = observer ? new NeverOwned() : new WeakSet();
  }

  /** Something is recorded, or only gone through. */
  get isObserved(): boolean {
    return this.#observer !== null;
  }

  /** Gives the memory of buffers back that nobody uses. The small ones weigh nothing, and every step wants some of them again. */
  freeUnused(keep = smallBuffer): void {
    // Commands that wait may use what has been given back already: a buffer that is destroyed cannot be submitted.
    this.submitWaiting();
    destroyUnused(this.bufferManager, keep);
  }

  /** As tfjs makes those of tensors; from its pool, to which it goes back by `bufferManager.releaseBuffer`. What is in it is anything. */
  acquire(bytes: number): GPUBuffer {
    return this.bufferManager.acquireBuffer(bytes, tensorUsage());
  }

  /** Where a tensor's numbers are on the device; it is brought there if need be. */
  sliceOf({ dataId }: Pick<TensorInfo, 'dataId'>): BufferSlice {
    this.uploadToGPU(dataId);
    const resource = this.resourceOf(dataId);
    if (!resource) throw new Error('a tensor without a buffer');
    return resource instanceof GPUBuffer ? { buffer: resource, offset: 0, size: resource.size } : resource;
  }

  /** Whether these numbers stand in this very slice, which `putInto` was given. */
  isAt(dataId: DataId, slice: BufferSlice): boolean {
    return this.resourceOf(dataId) === slice;
  }

  /** From now on the tensor's numbers are what stands in `place`. A buffer of its own stays with the caller, who has asked `sliceOf` for it. */
  putInto({ dataId }: Pick<TensorInfo, 'dataId'>, place: BufferSlice | GPUBuffer): void {
    if (this.#observer?.made(dataId) === false) this.#observer.spoil('a tensor from before is moved');
    this.tensorMap.get(dataId).resource = place as GPUBuffer;
    this.forgetValues(dataId);
  }

  /** After something wrote into the tensor's buffer: where somebody has read it before, tfjs kept the numbers of then. */
  forgetValues(dataId: DataId): void {
    this.tensorMap.get(dataId).values = null as unknown as BackendValues;
  }

  /** A new tensor with the numbers that stand in `place`. */
  copyOf(place: BufferSlice, shape: number[], dtype: tf.DataType): tf.Tensor {
    const info = this.makeTensorInfo(shape, dtype);
    this.copy(place, this.sliceOf(info));
    return tf.engine().makeTensorFromTensorInfo(info);
  }

  /** Gives each tensor its part of a buffer of the pool, which goes back there with the last of them. */
  divide(buffer: GPUBuffer, parts: readonly { tensor: TensorInfo; place: Omit<BufferSlice, 'buffer'> }[]): void {
    this.#sharers.set(buffer, parts.length);
    for (const { tensor, place } of parts) {
      this.#deferred.delete(tensor.dataId);
      this.putInto(tensor, { buffer, ...place });
    }
  }

  /** `compute` is called before the tensor is first used, and sees to it that it is no longer put off: by `divide`. */
  defer(dataId: DataId, compute: () => void): void {
    this.#deferred.set(dataId, compute);
  }

  /** Neither computed nor disposed of. */
  isDeferred(dataId: DataId): boolean {
    return this.#deferred.has(dataId);
  }

  /**
   * A float32 tensor whose numbers stand in half precision, for kernels that ask with `isHalf` and bind it as it stands. For everybody else it becomes a
   * float32 tensor like any other the first time that it is used.
   */
  makeHalf(shape: number[], widen: Widen): TensorInfo {
    const info = this.makeTensorInfo(shape, 'float32');
    this.putInto(info, this.acquire(2 * tf.util.sizeFromShape(shape)));
    this.#halves.set(info.dataId, widen);
    return info;
  }

  /** While a run is followed, only what it has made itself: a recording knows what it found by the use that is made of it. */
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

  /** How many buffers are kept until the device goes. */
  get keptCount(): number {
    return keptBuffers(this).count;
  }

  /** After an error, which may have left buffers invalid: those kept since there were `kept` are forgotten, and all that nobody uses. */
  discardSince(kept: number): void {
    forgetKeptBuffers(this, kept);
    this.freeUnused(0);
  }

  /** Computes what was put off and submits what waits in the queue, if anything does. */
  flush(): void {
    for (const compute of new Set(this.#deferred.values())) compute();
    this.submitWaiting();
  }

  /** Submits what waits in the queue; what is put off remains so. */
  submitWaiting(): void {
    if (queueOf(this).commandEncoder === null) return;
    this.endComputePassEncoder();
    this.submitQueue();
  }

  /** What follows changes weights. */
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

  /** tfjs computes on the CPU what is small and has not been uploaded yet: of what stood there before, a recording would keep the numbers of now. */
  override shouldExecuteOnCPU(inputs: TensorInfo[], sizeThreshold?: number): boolean {
    // Or what is put off would pass for numbers of the host's.
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
    // As tfjs does: the caller's own commands come behind the copy.
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

  /** Before anybody takes the tensor's numbers: computes what was put off, as floats. */
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
    // When the queue is done with it: it is marked as used there.
    this.disposeData(floats.dataId);
  }

  /** For tfjs, which reads whole buffers, a slice is copied to one of its own. */
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
    // tfjs would keep the numbers for the next who asks; by then others may stand there.
    const own = this.acquire(slice.size);
    this.copy(slice, { buffer: own, offset: 0, size: slice.size });
    try {
      return new Float32Array(await this.getBufferData(own));
    } finally {
      this.bufferManager.releaseBuffer(own);
    }
  }

  /** With the last of those who share it a buffer goes back to the pool. */
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

  /** Where a tensor's numbers are on the device, if they are there: what tfjs binds, which is the same object as long as they stay. */
  resourceOf(dataId: DataId): GPUBuffer | BufferSlice | null | undefined {
    // Asked for what it has not got, tfjs' map would fetch it from another backend.
    if (!this.tensorMap.has(dataId)) return undefined;
    // tfjs' type does not know of slices.
    return this.tensorMap.get(dataId).resource as GPUBuffer | BufferSlice | null | undefined;
  }
}
