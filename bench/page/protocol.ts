/** Types only: what bench.html and its worker say to each other, over birpc. */
import type { Case, CaseName } from '../cases/case.ts';
import type { PeerName } from '../peers/peer.ts';
import type { CaseResult, Result } from './result.ts';

/** `quick`: two images at a time, for what has no GPU. */
export type Size = 'full' | 'quick';

export interface Plan {
  readonly cases: readonly CaseName[];
  readonly peers: readonly PeerName[];
  readonly size: Size;
}

/** What is being done right now. */
export type Progress =
  | { readonly kind: 'starting' | 'limits' }
  | { readonly kind: 'first'; readonly case: Case['name']; readonly peer: PeerName }
  | {
      readonly kind: 'round';
      readonly case: Case['name'];
      readonly peer: PeerName;
      /** From 1. */
      readonly round: number;
      readonly rounds: number;
    };

/** What is known of the device before anything has been timed on it. */
export type Opened = Pick<Result, 'adapter' | 'features' | 'versions'>;

export interface BenchCommands {
  /**
   * Once in a worker's life. Resolves when all is measured, or as much as there was time for before
   * `cancel`. Rejects where there is no GPU to use.
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
