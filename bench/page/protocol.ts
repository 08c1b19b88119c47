/** Types only: the messages between bench.html and its worker, over birpc. */
import type { Case, CaseName } from '../cases/case.ts';
import type { PeerName } from '../peers/peer.ts';
import type { CaseResult, Result } from './result.ts';

/** `quick`: two images at a time, for devices without a GPU. */
export type Size = 'full' | 'quick';

export interface Plan {
  readonly cases: readonly CaseName[];
  readonly peers: readonly PeerName[];
  readonly size: Size;
}

/** What the worker is doing now. */
export type Progress =
  | { readonly kind: 'starting' | 'limits' }
  | { readonly kind: 'first'; readonly case: Case['name']; readonly peer: PeerName }
  | {
      readonly kind: 'round';
      readonly case: Case['name'];
      readonly peer: PeerName;
      /** Counts from 1. */
      readonly round: number;
      readonly rounds: number;
    };

/** What is known of the device before anything has been timed. */
export type Opened = Pick<Result, 'adapter' | 'features' | 'versions'>;

export interface BenchCommands {
  /**
   * Called once in a worker's life. Resolves when everything has been measured, or what there was
   * time for before `cancel`. Rejects if there is no usable GPU.
   */
  measure(plan: Plan): Promise<void>;
  /** Ends the measurement after the round in progress. */
  cancel(): Promise<void>;
}

export interface BenchEvents {
  opened(opened: Opened): void;
  /** `fraction`: estimated share of the work that is done, 0 to 1. */
  progress(progress: Progress, fraction: number): void;
  limits(limits: Result['limits']): void;
  measured(result: CaseResult): void;
}
