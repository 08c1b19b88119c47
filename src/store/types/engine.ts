/** Types of the engine's state, as the page sees it. */
import type { ErrorReport } from '../../ml/errors.ts';
import type { BackendName, EngineReport, PreparationProgress } from '../../workers/protocol.ts';

/**
 * `given-up`: the engine died a fourth time within five minutes, or could not be made. It starts
 * again when the visitor asks.
 */
type EnginePhase = 'starting' | 'ready' | 'restarting' | 'given-up';

export interface EngineSlice {
  readonly phase: EnginePhase;
  readonly device: Pick<EngineReport, 'backend' | 'adapter' | 'software' | 'features'> | null;
  /** The backend that the link requests (`backend=cpu`); null: the best one available. */
  readonly linked: BackendName | null;
  /** Null unless programs are being compiled before the first step. */
  readonly preparation: PreparationProgress | null;
  /** Why the engine was given up. */
  readonly failure: ErrorReport['code'] | null;
  /** Makes a new engine after it was given up; the run continues from its last save, paused. */
  startAgain(): void;
  /**
   * Compiles the programs of a training step, if that has been put off, and makes the first preview
   * unless it would be `unseen`.
   */
  prepare(unseen?: boolean): void;
  /** Saves the run and reloads the page, which then continues it. */
  reload(): Promise<void>;
  /** The same without the link's backend, so that the page uses the best one available. */
  reloadOnBest(): Promise<void>;
}
