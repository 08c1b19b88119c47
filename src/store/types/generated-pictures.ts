/** Types of generated pictures, the nearest training pictures and the layers. */
import type { LookSettings } from '../../ml/config.ts';
import type {
  GenerateRequest,
  GenerateResult,
  GenerateStep,
  LayerNumbers,
  NearestPictures,
  Pictures,
} from '../../workers/protocol.ts';
import type { Pace } from '../pace.ts';

/** One step of sampling: its timestep, the network's input, and its estimate of the clean image. */
export type FilmFrame = Omit<GenerateStep, 'call'>;

export interface GenerateSlice {
  /** The result of the last call; null once the next call has made its first frame. */
  readonly result: GenerateResult | null;
  readonly busy: boolean;
  /** The pace of the current call; null while none runs. */
  readonly pace: Pace | null;
  /** Cancelled, but the current step has not ended yet. */
  readonly stopping: boolean;
  /** The request that `film` and `result` answer. */
  readonly asked: GenerateRequest | null;
  /**
   * The frames of the last call so far, in step order. They stay until the next call's first frame,
   * even after a cancellation. Empty if the network answers in one pass. Many large steps are
   * thinned evenly as they come; the newest is always the last.
   */
  readonly film: readonly FilmFrame[];
  /**
   * Follows the look settings as far as they fit the network: see `samplingFor`. `changes`: for
   * this call only.
   */
  generate(changes?: Partial<LookSettings>): Promise<void>;
  /** Takes effect between two steps; the film so far stays. */
  cancel(): void;
}

/** The generated samples, with the training pictures that are most like them. */
export interface NearestFound extends NearestPictures {
  readonly samples: Pictures;
}

export interface NearestSlice {
  /** Null until it is requested, and after something else has been generated. */
  readonly found: NearestFound | null;
  readonly busy: boolean;
  /** Searches for the samples that were generated last. */
  find(): Promise<void>;
  cancel(): void;
  forget(): void;
}

export interface LayersSlice {
  /** The layers at the last request. */
  readonly seen: { readonly runId: string; readonly step: number; readonly layers: readonly LayerNumbers[] } | null;
  readonly busy: boolean;
  look(): Promise<void>;
}
