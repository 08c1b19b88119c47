/**
 * About repeated work, such as a train step or a pass of the sampler: whether it is replayed
 * instead of computed, and why not.
 */
export interface ReplayReport {
  /** For display: "train step of 64". */
  readonly name: string;
  /** Kernels that a replayed run submits; 0 while every run is computed. */
  readonly dispatches: number;
  /** Why it is not replayed; null if it is, or still may be. */
  readonly obstacle: string | null;
  /** The recording, one line per command; null if there is none. */
  readonly listing: string | null;
}
