import type { EngineCalls } from '../workers/client.ts';
import type { Metrics, Validation } from './metrics.ts';
import type { ResetNote } from './reset-note.ts';
import type { RunStatusInlet } from './types/run.ts';
import type { PlaygroundState } from './types.ts';

/**
 * What every slice gets: the whole state to read, its own part to change, and the engine to call.
 */
export interface StoreContext {
  get(): PlaygroundState;
  /** Calls the listener at each change, with the previous state. */
  subscribe(listener: (state: PlaygroundState, before: PlaygroundState) => void): () => void;
  patch<Feature extends keyof PlaygroundState>(feature: Feature, change: Partial<PlaygroundState[Feature]>): void;
  /** The calls of the current engine. They fail with `worker-died` if there is none. */
  readonly call: EngineCalls;
  /** The folder of the models that ship with the page; ends in a slash. */
  readonly modelsRoot: URL;
  /** Resolves with the first engine that can train; rejects if none could be made. */
  readonly ready: Promise<void>;
  /**
   * The newest save of a run, read by an engine that never opens a device; null if there is none.
   */
  savedCheckpoint(runId: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** The run that the last Reset discarded; null once it is no longer wanted. */
  noteReset(note: ResetNote | null): void;
  /**
   * Whether the page's files have been replaced since it was opened. False if that cannot be found
   * out.
   */
  isRenewed(): Promise<boolean>;
  readonly metrics: Metrics;
  readonly validation: Validation;
  readonly runStatus: RunStatusInlet;
  /** For work that nobody awaits; a failure becomes a notice. */
  attempt(action: () => Promise<void>): void;
}
