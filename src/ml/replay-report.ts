/** Of what is the same every time, as a train step or a pass of the sampler: whether it is replayed instead of computed, and why not. */
export interface ReplayReport {
  /** For people: "train step of 64". */
  readonly name: string;
  /** Kernels that a replayed run submits; 0 as long as every run is computed. */
  readonly dispatches: number;
  /** Why it is not replayed; null where it is, or may yet be. */
  readonly obstacle: string | null;
  /** The recording, a line for each command; null where there is none. */
  readonly listing: string | null;
}
