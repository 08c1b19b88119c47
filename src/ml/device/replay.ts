/**
 * A computation that is the same every time except for the numbers that it reads, and can be
 * submitted again without running through tfjs. Shapes never change while a network trains or
 * samples, so one step is one list of commands over the same buffers.
 *
 * The first runs are computed and recorded. Once two runs in a row have made the device do the
 * same, the commands of the second are replayed: no tensor, buffer or bind group is created. If
 * runs differ, or do something that commands alone cannot repeat (see `Recorder`), every run is
 * computed. ARCHITECTURE.md describes the contract for such a computation; `verification.ts` finds
 * violations.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ReplayReport } from '../replay-report.ts';
import { type SlicedBackend, webgpuBackend } from './current-backend.ts';
import type { Replay } from './recording/replay.lazy.ts';
import { recordingFailure, recordingModule, wantRecording } from './recording-loader.ts';

export interface Replayable {
  /**
   * Submits the computation. The resulting tensor is new and belongs to the caller; later runs do
   * not change it. Within a tidy it belongs to that tidy, like any other tensor.
   */
  run(): tf.Tensor;
  /**
   * Number of kernels that a replayed run submits; 0 while the computation still runs through tfjs.
   */
  readonly dispatches: number;
  /** Why the last recorded run cannot be replayed; null if nothing prevents it. */
  readonly obstacle: string | null;
  /** Frees the recording. Do not call `run` afterwards. */
  dispose(): void;
}

/**
 * `compute` makes one tensor, which belongs to the caller; everything else that it makes is freed.
 * Numbers that change from run to run must come from live tensors (`live-tensors.ts`) or from
 * weights that stay in place, and whatever `compute` changes, it must change in place. The result
 * is bound to the current backend. `name` identifies the computation in reports about replaying.
 */
export function createReplayable(compute: () => tf.Tensor, name = 'a computation'): Replayable {
  const backend = webgpuBackend();
  return backend ? new Loading(backend, compute, name) : computed(compute, name);
}

const all = new Set<{ report(): ReplayReport }>();

/** Reports of all replayables that have not been disposed of. */
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

/** Computes every run until `recording/` has been loaded. */
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
