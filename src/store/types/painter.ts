/** Types of the painter on the first view. */

import type { StoreApi } from 'zustand/vanilla';
import type { ErrorReport } from '../../ml/errors.ts';
import type { ModelCard } from '../../models/shipped.ts';
import type { Pictures } from '../../workers/protocol.ts';
import type { ModelProgress } from './models.ts';

/** The current painting, or the last one. */
export interface Painting {
  /** Null if the network has no classes. */
  readonly classIndex: number | null;
  readonly seed: number;
  /** The newest pictures: the network's estimate of the clean images, at the end the samples. */
  readonly pictures: Pictures;
  readonly step: number;
  readonly steps: number;
  /** Time from the first noise to the finished pictures; null before the end. */
  readonly seconds: number | null;
}

export interface PainterState {
  /** Null until the list of models has been read. */
  readonly card: ModelCard | null;
  /** `resting`: while training uses the device, or the page is hidden. */
  readonly phase: 'loading' | 'painting' | 'done' | 'resting' | 'failed';
  readonly progress: ModelProgress | null;
  readonly painting: Painting | null;
  /** Null: each class in turn. */
  readonly chosenClass: number | null;
  /** Paused by the visitor. */
  readonly paused: boolean;
  readonly failure: ErrorReport | null;
}

export interface Painter {
  readonly store: StoreApi<PainterState>;
  /** Paints until the returned function is called. */
  start(): () => void;
  choose(classIndex: number | null): void;
  /** Paints with another seed, at once. */
  roll(): void;
  /** Ends the current painting and begins no other, or continues. */
  pause(paused: boolean): void;
}
