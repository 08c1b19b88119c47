/** What the Paint view is made of: boards of pictures that are painted side by side, and the levels of a noise schedule. Types only. */

import type { StoreApi } from 'zustand/vanilla';
import type { LookSettings } from '../../ml/config.ts';
import type { ErrorReport } from '../../ml/errors.ts';
import type { ModelCard } from '../../models/shipped.ts';
import type {
  NoiseChoice,
  NoiseLevels,
  OpenedModel,
  Pictures,
  Sampling,
  Sketch,
  Walk,
} from '../../workers/protocol.ts';
import type { Pace } from '../pace.ts';

export interface OpenedModels {
  list(): Promise<readonly ModelCard[]>;
  /** Throws `model-*` or `lane-run-*`, or what the engine has against it. */
  open(name: string, signal: AbortSignal): Promise<OpenedModel>;
}

/** The run's network, or the name of a model that ships. */
export type PaintSource = 'run' | (string & {});

/** What is asked for: the look settings as they are, but for these. */
export interface BoardCall {
  readonly source: PaintSource;
  readonly changes: Partial<LookSettings>;
  /** Makes a walk of the pictures. */
  readonly walk?: Walk;
  /** Paints over a picture. */
  readonly from?: Sketch;
}

export interface BoardCell {
  readonly call: BoardCall;
  readonly state: 'waiting' | 'painting' | 'done' | 'failed' | 'cancelled';
  /** As it is carried out; null before it begins, and of a network that answers in one pass. */
  readonly sampling: Sampling | null;
  readonly seed: number;
  /** The newest look: what the network sees in the noise, at the end the samples. */
  readonly pictures: Pictures | null;
  /** Passes through the network so far, and of all. */
  readonly calls: number;
  readonly total: number;
  /** Milliseconds of the device's time: those that passed between a step's news and the news before it, of whichever cell. */
  readonly milliseconds: number;
  /** Steps that the network was trained for. */
  readonly step: number | null;
  readonly failure: ErrorReport | null;
}

export interface BoardState {
  readonly busy: boolean;
  /** Of all cells together; null while none is painted. */
  readonly pace: Pace | null;
  /** Cancelled, and a step has not ended yet. */
  readonly stopping: boolean;
  readonly cells: readonly BoardCell[];
}

export interface Board {
  readonly store: StoreApi<BoardState>;
  /** Takes the place of what was there; resolves when all cells have ended, each in its own way. */
  paint(calls: readonly BoardCall[]): Promise<void>;
  /** Between two steps; what has been made stays. */
  cancel(): void;
}

export interface Paint {
  readonly models: OpenedModels;
  readonly race: Board;
  /** The same noise at several guidances, and at several numbers of steps. */
  readonly guidance: Board;
  readonly steps: Board;
  readonly walk: Board;
  /** What becomes of a picture that was taken to noise. */
  readonly sketch: Board;
}

export interface ForwardState {
  /** Null: the run's own noise. */
  readonly choice: NoiseChoice | null;
  /** Null until they have come, and of a network without timesteps. */
  readonly levels: NoiseLevels | null;
}

export interface Forward {
  readonly store: StoreApi<ForwardState>;
  /** Reads the levels of the run as it is now, or of the schedule that was chosen. */
  refresh(): Promise<void>;
  choose(choice: NoiseChoice | null): Promise<void>;
}
