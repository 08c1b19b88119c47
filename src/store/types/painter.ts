/** What paints on the first view. Types only. */

import type { StoreApi } from 'zustand/vanilla';
import type { ErrorReport } from '../../ml/errors.ts';
import type { ModelCard } from '../../models/shipped.ts';
import type { Pictures } from '../../workers/protocol.ts';
import type { ModelProgress } from './models.ts';

/** What is being painted, or was. */
export interface Painting {
  /** Null where the network knows no classes. */
  readonly classIndex: number | null;
  readonly seed: number;
  /** The newest look: what the network sees in the noise, at the end the samples. */
  readonly pictures: Pictures;
  readonly step: number;
  readonly steps: number;
  /** From the first noise to the finished pictures; null before the end. */
  readonly seconds: number | null;
}

export interface PainterState {
  /** Null until the list of models has come. */
  readonly card: ModelCard | null;
  /** `resting`: while training has the device, or the page is hidden. */
  readonly phase: 'loading' | 'painting' | 'done' | 'resting' | 'failed';
  readonly progress: ModelProgress | null;
  readonly painting: Painting | null;
  /** Null: each class in turn. */
  readonly chosenClass: number | null;
  /** By the visitor. */
  readonly paused: boolean;
  readonly failure: ErrorReport | null;
}

export interface Painter {
  readonly store: StoreApi<PainterState>;
  /** Paints until what it returns is called. */
  start(): () => void;
  choose(classIndex: number | null): void;
  /** Another seed, at once. */
  roll(): void;
  /** Ends what is being painted and begins no other, or goes on. */
  pause(paused: boolean): void;
}
