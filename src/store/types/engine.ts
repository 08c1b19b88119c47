/** The engine, as the page knows it. Types only. */
import type { ErrorReport } from '../../ml/errors.ts';
import type { BackendName, EngineReport, PreparationProgress } from '../../workers/protocol.ts';

/** `given-up`: it died a fourth time within five minutes, or could not be made; it starts again when the visitor asks for it. */
export type EnginePhase = 'starting' | 'ready' | 'restarting' | 'given-up';

export interface EngineSlice {
  readonly phase: EnginePhase;
  readonly device: Pick<EngineReport, 'backend' | 'adapter' | 'software' | 'features'> | null;
  /** What the link asks for (`backend=cpu`); null: the best there is. */
  readonly linked: BackendName | null;
  /** While programs are being compiled ahead of the first step. */
  readonly preparation: PreparationProgress | null;
  /** Why it was given up. */
  readonly failure: ErrorReport['code'] | null;
  /** Makes a new engine after it was given up; the run goes on from its last save, paused. */
  startAgain(): void;
  /** Compiles ahead what a training step takes, where that has been put off, and makes the first preview, unless it would be `unseen`. */
  prepare(unseen?: boolean): void;
  /** Saves the run and loads the page anew, which goes on with it. */
  reload(): Promise<void>;
  /** The same without what the link asks for, so that the page takes the best backend there is. */
  reloadOnBest(): Promise<void>;
}
