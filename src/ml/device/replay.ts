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
import { type SlicedBackend, webgpuBackend } from './current-backend.ts';
import type { Replay } from './recording/replay.ts';
import { recordingFailure, recordingModule, wantRecording } from './recording-loader.ts';

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
  const backend = webgpuBackend();
  return backend ? new Loading(backend, compute, name) : computed(compute, name);
}

const all = new Set<{ report(): ReplayReport }>();

/** Of everything that has not been disposed of. */
export function replayReports(): ReplayReport[] {
  return [...all].map((replayable) => replayable.report());
}

/** Other backends compute every run. */
function computed(compute: () => tf.Tensor, name: string): Replayable {
  const report = { name, dispatches: 0, obstacle: `nothing is recorded on ${tf.getBackend()}`, listing: null };
  const entry = { report: () => report };
  all.add(entry);
  const { dispatches, obstacle } = report;
  return { run: () => tf.tidy(compute), dispatches, obstacle, dispose: () => void all.delete(entry) };
}

/** Computes until what records is there. */
class Loading implements Replayable {
  #hasRun = false;
  #replay: Replay | null = null;

  constructor(
    private readonly backend: SlicedBackend,
    private readonly compute: () => tf.Tensor,
    private readonly name: string,
  ) {
    all.add(this);
  }

  get dispatches(): number {
    return this.#replay?.dispatches ?? 0;
  }

  get obstacle(): string | null {
    const failure = recordingFailure();
    return failure === null ? (this.#replay?.obstacle ?? null) : `what records could not be downloaded: ${failure}`;
  }

  run(): tf.Tensor {
    const { backend, compute, name } = this;
    if (backend.isObserved) return tf.tidy(compute);
    const module = recordingModule();
    if (module) {
      this.#replay ??= new module.Replay(backend, compute, name);
      return this.#replay.run();
    }
    if (this.#hasRun) wantRecording();
    this.#hasRun = true;
    return tf.tidy(compute);
  }

  report(): ReplayReport {
    const { name, dispatches, obstacle } = this;
    return { name, dispatches, obstacle, listing: this.#replay?.listing ?? null };
  }

  dispose(): void {
    all.delete(this);
    this.#replay?.dispose();
  }
}
