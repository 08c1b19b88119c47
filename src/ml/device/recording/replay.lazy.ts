/**
 * Records a computation until two runs in a row made the device do the same, and from then on
 * submits the recording.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../sliced-backend.ts';
import { isVerificationDue, reportDifference } from '../verification.ts';
import type { Recording } from './commands.ts';
import { describe, differenceBetween } from './listing.ts';
import { Parts } from './parts.ts';
import { RecordingPool } from './pool.ts';
import { Recorder } from './recorder.ts';

/**
 * Runs that are recorded before giving up. The first may differ from the second, because it brings
 * data to the device that later runs find there.
 */
const mostAttempts = 5;

export class Replay {
  #pool: RecordingPool | null = null;
  #attempts = 0;
  #candidate: Recording | null = null;
  #confirmed: Recording | null = null;
  /** The confirmed recording, as it is submitted. */
  #parts: Parts | null = null;
  /** Number of replays of the confirmed recording. */
  #replays = 0;
  #obstacle: string | null = null;

  constructor(
    private readonly backend: SlicedBackend,
    private readonly compute: () => tf.Tensor,
    private readonly name: string,
  ) {}

  get dispatches(): number {
    return this.#confirmed?.dispatches ?? 0;
  }

  /** Why the last run that was to be recorded cannot be replayed; null if nothing prevents it. */
  get obstacle(): string | null {
    return this.#obstacle;
  }

  /** The recording, with a line for each command; null if there is none. */
  get listing(): string | null {
    return this.#confirmed && describe(this.#confirmed, this.#pool?.bytes ?? 0, this.#parts?.count ?? 1);
  }

  /** Not allowed while another run is observed. */
  run(): tf.Tensor {
    const { backend } = this;
    if (this.#confirmed && !holds(backend, this.#confirmed)) this.#startAgain();
    if (this.#confirmed) {
      const isDue = isVerificationDue(this.#replays++);
      this.#parts ??= new Parts(backend, this.#confirmed.commands);
      return isDue ? this.#verify(this.#confirmed) : replay(backend, this.#confirmed, this.#parts);
    }
    return this.#attempts === mostAttempts ? tf.tidy(this.compute) : this.#record();
  }

  dispose(): void {
    this.#startAgain();
    this.#freePool();
  }

  #record(): tf.Tensor {
    const { backend, compute } = this;
    const pool = this.#pool ?? new RecordingPool(backend.device, backend.bufferManager);
    this.#pool = pool;
    backend.recordingPools.add(pool);
    this.#attempts++;
    const before = this.#candidate;
    this.#candidate = null;
    pool.reset();
    const { result, recording } = Recorder.run(backend, pool, compute);
    if (typeof recording === 'string') {
      this.#obstacle = recording;
    } else {
      this.#candidate = recording;
      const difference = before && differenceBetween(before.lines, recording.lines);
      const held = before?.holders === recording.holders;
      if (before && !difference && held) this.#confirm(recording, pool);
      this.#obstacle =
        before && !this.#confirmed ? `two runs differ: ${difference ?? 'other tensors hold what it reads'}` : null;
    }
    if (this.#attempts === mostAttempts && !this.#confirmed) this.#freePool();
    return result;
  }

  /**
   * Computes the run in separate buffers. Its commands must be those that would have been replayed.
   */
  #verify(confirmed: Recording): tf.Tensor {
    const { backend, compute } = this;
    const pool = new RecordingPool(backend.device, backend.bufferManager);
    backend.recordingPools.add(pool);
    try {
      const { result, recording } = Recorder.run(backend, pool, compute);
      const difference =
        typeof recording === 'string' ? recording : differenceBetween(confirmed.lines, recording.lines);
      if (difference !== null) this.#distrust(difference);
      return result;
    } finally {
      pool.dispose();
      backend.recordingPools.delete(pool);
    }
  }

  /** Every run is computed from here on. */
  #distrust(difference: string): void {
    this.#confirmed = null;
    this.#parts = null;
    this.#attempts = mostAttempts;
    this.#freePool();
    this.#obstacle = `a later run differed: ${difference}`;
    reportDifference(`${this.name}: was replayed wrongly, and is computed from here on. ${difference}`);
  }

  /** Buffers of computed runs and of other recordings are no longer needed. */
  #confirm(recording: Recording, pool: RecordingPool): void {
    this.#confirmed = recording;
    pool.keepUsed();
    this.backend.freeUnused();
  }

  #freePool(): void {
    if (!this.#pool) return;
    this.#pool.dispose();
    this.backend.recordingPools.delete(this.#pool);
    this.#pool = null;
  }

  #startAgain(): void {
    this.#replays = 0;
    this.#confirmed = null;
    this.#parts = null;
    this.#candidate = null;
    this.#attempts = 0;
  }
}

/**
 * Whether everything from before the recording is still in its place: no weights were assigned, no
 * tensor was freed.
 */
function holds(backend: SlicedBackend, { externals }: Recording): boolean {
  return externals.every(({ holders, resource }) =>
    holders.every(({ dataId }) => backend.resourceOf(dataId) === resource),
  );
}

function replay(backend: SlicedBackend, { externals, result }: Recording, parts: Parts): tf.Tensor {
  const info = backend.makeTensorInfo(result.shape, result.dtype);
  const fresh = backend.sliceOf(info);
  // Work that was submitted earlier and waits in tfjs' queue must run first.
  backend.flush();
  parts.submit(result.place, fresh);
  for (const { dataId } of externals.flatMap(({ holders }) => holders)) backend.forgetValues(dataId);
  return tf.engine().makeTensorFromTensorInfo(info);
}
