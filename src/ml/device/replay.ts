/**
 * A computation that is the same every time but for the numbers that it reads: submitted again without tfjs going through it again. Shapes never change
 * while a network trains or samples, so one step is one list of commands over the same buffers.
 *
 * The first runs are computed and recorded. When two in a row had the device do the same, what the second did is replayed from then on: no tensor is made, no
 * buffer, no bind group. Where runs differ, or do what commands alone cannot do again (see `Recorder`), every run is computed. What a computation may do is the
 * contract in ARCHITECTURE.md; `verification.ts` finds what breaks it.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ReplayReport } from '../replay-report.ts';
import type { Parts, Recording, RecordingPool } from './recording/index.ts';
import { type RecordingModule, recordingFailure, recordingModule, wantRecording } from './recording-loader.ts';
import { hasSlices, type SlicedBackend } from './sliced.ts';
import { isVerificationDue, reportDifference } from './verification.ts';

export interface Replayable {
  /**
   * Submits the computation. The tensor is fresh, and the caller's: it holds what this run computed, whatever runs after it. Within a tidy it is that
   * tidy's, like any other.
   */
  run(): tf.Tensor;
  /** Kernels that a replayed run submits; 0 as long as tfjs goes through the computation. */
  readonly dispatches: number;
  /** Why the last run that was to be recorded cannot be replayed; null where nothing stands against it. */
  readonly obstacle: string | null;
  /** Frees what the recording holds. Afterwards `run` is not to be called. */
  dispose(): void;
}

/**
 * `compute` makes one tensor, which becomes the caller's; everything else that it makes is freed. What changes from run to run comes through live tensors
 * (`live.ts`), and through weights that stay where they are; what it changes itself, it changes in place. On the backend that is current now, and for life.
 * `name` is for whoever asks what is replayed, and why not.
 */
export function createReplayable(compute: () => tf.Tensor, name = 'a computation'): Replayable {
  const backend = tf.backend();
  return hasSlices(backend)
    ? new Replay(backend, compute, name)
    : { run: () => tf.tidy(compute), dispatches: 0, obstacle: 'another backend', dispose() {} };
}

const all = new Set<Replay>();

/** Of everything that has not been disposed of. */
export function replayReports(): ReplayReport[] {
  return [...all].map((replay) => replay.report());
}

/** Runs that are recorded before it is given up. The first may differ from the second: it brings to the device what later ones find there. */
const mostAttempts = 5;

class Replay implements Replayable {
  #pool: RecordingPool | null = null;
  #hasRun = false;
  #attempts = 0;
  #candidate: Recording | null = null;
  #confirmed: Recording | null = null;
  /** What is confirmed, as it is submitted. */
  #parts: Parts | null = null;
  /** Of what is confirmed. */
  #replays = 0;
  #obstacle: string | null = null;

  constructor(
    private readonly backend: SlicedBackend,
    private readonly compute: () => tf.Tensor,
    private readonly name: string,
  ) {
    all.add(this);
  }

  get dispatches(): number {
    return this.#confirmed?.dispatches ?? 0;
  }

  get obstacle(): string | null {
    const failure = recordingFailure();
    return failure === null ? this.#obstacle : `what records could not be downloaded: ${failure}`;
  }

  run(): tf.Tensor {
    const { backend, compute } = this;
    const loaded = recordingModule();
    if (backend.isObserved) return tf.tidy(compute);
    if (this.#confirmed && !holds(backend, this.#confirmed)) this.#startAgain();
    if (this.#confirmed && loaded) {
      const isDue = isVerificationDue(this.#replays++);
      this.#parts ??= new loaded.Parts(backend, this.#confirmed.commands);
      return isDue ? this.#verify(this.#confirmed, loaded) : replay(backend, this.#confirmed, this.#parts);
    }
    if (this.#attempts === mostAttempts) return tf.tidy(compute);
    if (loaded) return this.#record(loaded);
    if (this.#hasRun) wantRecording();
    this.#hasRun = true;
    return tf.tidy(compute);
  }

  report(): ReplayReport {
    const { name, dispatches, obstacle } = this;
    const module = recordingModule();
    const listing =
      module && this.#confirmed && module.describe(this.#confirmed, this.#pool?.bytes ?? 0, this.#parts?.count ?? 1);
    return { name, dispatches, obstacle, listing };
  }

  dispose(): void {
    all.delete(this);
    this.#startAgain();
    this.#freePool();
  }

  #record({ Recorder, RecordingPool, differenceBetween }: RecordingModule): tf.Tensor {
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

  /** Computes the run, in buffers of its own: what it did must be what would have been replayed. */
  #verify(confirmed: Recording, { Recorder, RecordingPool, differenceBetween }: RecordingModule): tf.Tensor {
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

  /** From here on every run is computed. */
  #distrust(difference: string): void {
    this.#confirmed = null;
    this.#parts = null;
    this.#attempts = mostAttempts;
    this.#freePool();
    this.#obstacle = `a later run differed: ${difference}`;
    reportDifference(`${this.name}: was replayed wrongly, and is computed from here on. ${difference}`);
  }

  /** What computed runs and other recordings took is not needed any more. */
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

/** Everything that was there before still stands where it stood: no weights were assigned, no tensor was freed. */
function holds(backend: SlicedBackend, { externals }: Recording): boolean {
  return externals.every(({ holders, resource }) =>
    holders.every(({ dataId }) => backend.resourceOf(dataId) === resource),
  );
}

function replay(backend: SlicedBackend, { externals, result }: Recording, parts: Parts): tf.Tensor {
  const info = backend.makeTensorInfo(result.shape, result.dtype);
  const fresh = backend.sliceOf(info);
  // What was submitted before this, and waits in tfjs' queue, comes before it.
  backend.flush();
  parts.submit(result.place, fresh);
  for (const { dataId } of externals.flatMap(({ holders }) => holders)) backend.forgetValues(dataId);
  return tf.engine().makeTensorFromTensorInfo(info);
}
