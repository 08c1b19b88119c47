/** What is generated, and what else is seen of the network. Types only. */
import type {
  GenerateRequest,
  GenerateResult,
  GenerateStep,
  LayerNumbers,
  NearestPictures,
  Pictures,
} from '../../workers/protocol.ts';
import type { Pace } from '../pace.ts';

/** One step of sampling: where it stood, what went in, and the clean image that the network saw in it. */
export type FilmFrame = Omit<GenerateStep, 'call'>;

export interface GenerateSlice {
  /** Of the last call; null once the next one has made its first frame. */
  readonly result: GenerateResult | null;
  readonly busy: boolean;
  /** Of the call that runs; null where none does. */
  readonly pace: Pace | null;
  /** Cancelled, and its step has not ended yet. */
  readonly stopping: boolean;
  /** What `film` and `result` were asked for. */
  readonly asked: GenerateRequest | null;
  /**
   * What the last call has made so far, in step order; it stays until the next call's first frame, after a cancellation too. Empty where
   * the network answers in one pass. Many large steps are thinned evenly as they come; the newest is always the last.
   */
  readonly film: readonly FilmFrame[];
  /** By the look settings, as far as they fit the network: see `samplingFor`. */
  generate(): Promise<void>;
  /** Between two steps; the film so far stays. */
  cancel(): void;
}

/** What was generated, beside the training pictures that are most like it. */
export interface NearestFound extends NearestPictures {
  readonly samples: Pictures;
}

export interface NearestSlice {
  /** Null until it is asked for, and once something else has been generated. */
  readonly found: NearestFound | null;
  readonly busy: boolean;
  /** Of what was generated last. */
  find(): Promise<void>;
  cancel(): void;
  forget(): void;
}

export interface LayersSlice {
  /** As they were when somebody looked last. */
  readonly seen: { readonly runId: string; readonly step: number; readonly layers: readonly LayerNumbers[] } | null;
  readonly busy: boolean;
  look(): Promise<void>;
}
