import type { ReplayReport } from '../ml/replay-report.ts';
import { version } from '../version.ts';
import type { BackendName, MemoryUse } from '../workers/protocol.ts';
import type { Playground } from './playground.ts';
import { isRunning } from './run-status.ts';

/**
 * `window.playground`, for tests and the console: it reports the state and does not change the run.
 */
export interface PlaygroundWindow {
  /** The version of the page. */
  readonly version: string;
  /** Settles when the engine can train; fails when no engine could be made. */
  readonly ready: Promise<void>;
  /** The newest state, as plain data. */
  state(): {
    /** Null before `ready`. */
    readonly backend: BackendName | null;
    readonly adapter: string | null;
    /** Optimizer steps taken. */
    readonly step: number;
    /** Of the newest step's batch; null before the first step. */
    readonly loss: number | null;
    readonly running: boolean;
    /**
     * The settings of the run, named as in a link; those of the form until the engine has answered.
     */
    readonly recipe: string;
    readonly data: string;
  };
  /** The tensors and GPU bytes that the run holds. Asks the engine and changes nothing. */
  memory(): Promise<MemoryUse>;
  /**
   * Which computations are replayed, as lists of commands, and why the others are not. With
   * `verifyEvery`, every n-th run is computed from now on, to check the recording: slower, with the
   * same numbers. A sampler's passes are listed while it samples.
   */
  replays(verifyEvery?: number): Promise<readonly ReplayReport[]>;
}

declare global {
  interface Window {
    /** For tests and the console: what is running, on which device, and its progress. */
    playground: PlaygroundWindow;
  }
}

export function showOnWindow(playground: Playground, ready: Promise<void>): void {
  window.playground = {
    version,
    ready,
    state() {
      const { engine, run } = playground.store.getState();
      return {
        backend: engine.device?.backend ?? null,
        adapter: engine.device?.adapter ?? null,
        step: run.status?.step ?? 0,
        loss: run.status?.loss ?? null,
        running: isRunning(run.status),
        recipe: (run.status?.experiment ?? run.draft).recipe,
        data: (run.status?.experiment ?? run.draft).data,
      };
    },
    memory: () => playground.memory(),
    replays: (verifyEvery) => playground.replays(verifyEvery),
  };
}
