/**
 * Types of the Paint view: boards of pictures that are painted together, and the levels of a noise
 * schedule.
 */

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
  /** Throws `model-*` or `lane-run-*`, or the engine's own error. */
  open(name: string, signal: AbortSignal): Promise<OpenedModel>;
}

/** The run's network, or the name of a model that ships with the page. */
type PaintSource = 'run' | (string & {});

/** What to paint: the current look settings with these changes. */
export interface BoardCall {
  readonly source: PaintSource;
  readonly changes: Partial<LookSettings>;
  /** Turns the pictures into a walk. */
  readonly walk?: Walk;
  /** Starts from a picture instead of noise. */
  readonly from?: Sketch;
}

export interface BoardCell {
  readonly call: BoardCall;
  readonly state: 'waiting' | 'painting' | 'done' | 'failed' | 'cancelled';
  /**
   * The sampling that is carried out; null before it begins, and for a network that answers in one
   * pass.
   */
  readonly sampling: Sampling | null;
  readonly seed: number;
  /** The newest pictures: the network's estimate of the clean images, at the end the samples. */
  readonly pictures: Pictures | null;
  /** Passes through the network so far, and their total. */
  readonly calls: number;
  readonly total: number;
  /**
   * The device's time in ms: the sum of the times between each step's event and the event before
   * it, whichever cell that one belongs to.
   */
  readonly milliseconds: number;
  /** The network's training step. */
  readonly step: number | null;
  readonly failure: ErrorReport | null;
}

export interface BoardState {
  readonly busy: boolean;
  /** The pace of all cells together; null while nothing is painted. */
  readonly pace: Pace | null;
  /** Cancelled, but a step has not ended yet. */
  readonly stopping: boolean;
  readonly cells: readonly BoardCell[];
}

export interface Board {
  readonly store: StoreApi<BoardState>;
  /**
   * Replaces the earlier cells. Resolves when all cells have ended, whether or not they succeeded.
   */
  paint(calls: readonly BoardCall[]): Promise<void>;
  /** Takes effect between two steps; the pictures so far stay. */
  cancel(): void;
}

export interface Paint {
  readonly models: OpenedModels;
  readonly race: Board;
  /** The same noise at several guidance scales, and with several numbers of steps. */
  readonly guidance: Board;
  readonly steps: Board;
  readonly walk: Board;
  /** Noise is added to a picture, and the network paints from there. */
  readonly sketch: Board;
}

export interface ForwardState {
  /** Null: the run's own noise. */
  readonly choice: NoiseChoice | null;
  /** Null until they have been read, and for a network without timesteps. */
  readonly levels: NoiseLevels | null;
}

export interface Forward {
  readonly store: StoreApi<ForwardState>;
  /** Reads the noise levels of the current run, or of the chosen schedule. */
  refresh(): Promise<void>;
  choose(choice: NoiseChoice | null): Promise<void>;
}
