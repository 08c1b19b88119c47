/** Runs one computation on the backend and records what it made the device do. */
import * as tf from '@tensorflow/tfjs-core';
import type { BufferSlice } from '../buffers.ts';
import { adopt } from '../buffers.ts';
import type { Observer } from '../observer.ts';
import type { SlicedBackend } from '../sliced-backend.ts';
import type { Command, External, Range, Recording } from './commands.ts';
import { identityOf, Listing } from './listing.ts';
import type { RecordingPool } from './pool.ts';
import { type Watch, watchedBuffers, watchedDevice, watchedQueue } from './watch.ts';

export interface RecordedRun {
  /** The result of the computation, in a buffer of tfjs' pool. The caller disposes of it. */
  readonly result: tf.Tensor;
  /** The recording, or the reason why the run cannot be repeated by its commands alone. */
  readonly recording: Recording | string;
}

/** The parts of the backend that are replaced while it is recorded. */
type Parts = Pick<SlicedBackend, 'device' | 'queue' | 'bufferManager'>;

export class Recorder implements Watch, Observer {
  readonly bindings = new WeakMap<GPUBindGroup, readonly Range[]>();
  readonly #listing: Listing;
  readonly #own: Parts;
  readonly #commands: Command[] = [];
  /** Tensors that the computation made, and those that existed before it. */
  readonly #born = new Set<tf.DataId>();
  readonly #found = new Map<tf.DataId, GPUBuffer | BufferSlice>();
  #writing = true;
  #spoiled: string | null = null;

  private constructor(
    private readonly backend: SlicedBackend,
    readonly pool: RecordingPool,
  ) {
    const { device, queue, bufferManager } = backend;
    this.#own = { device, queue, bufferManager };
    this.#listing = new Listing(pool);
  }

  /**
   * The pool belongs to the recording from here on. An error of the computation is rethrown, and
   * nothing is recorded.
   */
  static run(backend: SlicedBackend, pool: RecordingPool, compute: () => tf.Tensor): RecordedRun {
    const recorder = new Recorder(backend, pool);
    const own = recorder.#own;
    backend.flush();
    recorder.#install({
      device: watchedDevice(own.device, recorder),
      queue: watchedQueue(own.queue, recorder),
      bufferManager: watchedBuffers(own.bufferManager, recorder),
    });
    backend.observedBy(recorder);
    try {
      return recorder.#run(compute);
    } catch (error) {
      recorder.#keepWhatIsLeft();
      throw error;
    } finally {
      backend.flush();
      backend.observedBy(null);
      recorder.#install(own);
    }
  }

  #install({ device, queue, bufferManager }: Parts): void {
    this.backend.device = device;
    this.backend.queue = queue;
    this.backend.bufferManager = bufferManager;
  }

  get writing(): boolean {
    return this.#writing;
  }

  add(command: Command): void {
    this.#commands.push(command);
  }

  wrote(buffer: GPUBuffer, offset: number, values: ArrayBufferView): void {
    this.#listing.wrote(buffer, offset, values);
  }

  spoil(reason: string): void {
    if (this.#writing) this.#spoiled ??= reason;
  }

  /** Does something in this run only, with buffers of tfjs' own pool. */
  outside<Result>(act: () => Result): Result {
    const writing = this.#writing;
    this.#writing = false;
    try {
      return act();
    } finally {
      this.#writing = writing;
    }
  }

  /** A tensor was added to the backend. */
  onMade(dataId: tf.DataId): void {
    if (this.#writing) this.#born.add(dataId);
  }

  /** Whether the computation made the tensor. */
  made(dataId: tf.DataId): boolean {
    return this.#born.has(dataId);
  }

  /** A command is about to name the tensor. `upload` copies it to the device if necessary. */
  onUse(dataId: tf.DataId, upload: () => void): void {
    const { backend } = this;
    if (!this.#writing) {
      upload();
    } else if (this.#born.has(dataId)) {
      const { resource, values } = backend.tensorMap.get(dataId);
      upload();
      // Numbers from the host are constants of the recording.
      if (resource == null && values != null) this.#noteValues(dataId, values);
    } else {
      this.outside(upload);
      const resource = backend.resourceOf(dataId);
      if (resource) this.#found.set(dataId, resource);
    }
  }

  #noteValues(dataId: tf.DataId, values: tf.BackendValues): void {
    const buffer = this.backend.resourceOf(dataId);
    if (!(buffer instanceof GPUBuffer)) this.spoil('the host uploads what is no buffer');
    else if (ArrayBuffer.isView(values)) this.wrote(buffer, 0, values);
    else if (values.every((value) => typeof value === 'number')) this.wrote(buffer, 0, Float64Array.from(values));
    else this.spoil('the host uploads strings');
  }

  #run(compute: () => tf.Tensor): RecordedRun {
    const { backend } = this;
    const made = tf.tidy(compute);
    const { shape, dtype } = made;
    const place = backend.sliceOf(made);
    const result = this.outside(() => backend.copyOf(place, shape, dtype));
    if (this.#born.has(made.dataId)) made.dispose();
    const commands = this.#commands;
    const lines = this.#listing.lines(commands, place, { shape, dtype });
    this.#keepWhatIsLeft();
    if (this.#spoiled !== null) return { result, recording: this.#spoiled };
    const externals = this.#externals();
    const recording: Recording = {
      commands,
      dispatches: commands.filter(({ kind }) => kind === 'dispatch').length,
      externals,
      result: { place, shape, dtype },
      lines,
      holders: externals.flatMap(({ holders }) => holders.map(identityOfHolder)).join(),
    };
    return { result, recording };
  }

  /**
   * Gives tensors that outlive the computation, and buffers that it has taken, to tfjs' pool.
   * Otherwise the next run would overwrite them.
   */
  #keepWhatIsLeft(): void {
    const { backend, pool } = this;
    for (const dataId of this.#born) {
      const resource = backend.resourceOf(dataId);
      if (!(resource instanceof GPUBuffer) || !pool.isConstant(resource)) continue;
      // Not lent, because numbers from the host stay where they are.
      this.spoil('a tensor outlives the computation');
      this.outside(() => {
        const buffer = backend.acquire(resource.size);
        backend.copy({ buffer: resource, offset: 0, size: resource.size }, { buffer, offset: 0, size: resource.size });
        backend.putInto({ dataId }, buffer);
      });
    }
    const lent = pool.giveUp();
    if (lent.length > 0) this.spoil('a tensor outlives the computation');
    for (const buffer of lent) adopt(this.#own.bufferManager, buffer);
  }

  #externals(): External[] {
    const variables = new Map<tf.DataId, tf.Variable[]>();
    for (const variable of Object.values(tf.engine().registeredVariables)) {
      variables.set(variable.dataId, [...(variables.get(variable.dataId) ?? []), variable]);
    }
    return [...this.#found].map(([dataId, resource]) => {
      const holders = variables.get(dataId) ?? [];
      // A clone keeps its numbers when its variable is assigned to, and moves when they are
      // overwritten. The command may have read either of them.
      const shared = this.backend.refCount(dataId) > holders.length;
      return { holders: shared ? [...holders, { dataId }] : holders, resource };
    });
  }
}

function identityOfHolder(holder: External['holders'][number]): number {
  return identityOf(holder instanceof tf.Variable ? holder : holder.dataId);
}
