/** Types of the Repair view: the picture, its results, and a batch of other pictures. */

import type { StoreApi } from 'zustand/vanilla';
import type { AmountKind } from '../../ml/diffusion/restore/damage-kinds.ts';
import type {
  BaselineName,
  DamageKind,
  Pictures,
  Quality,
  RepairMethod,
  RepairSettings,
} from '../../workers/protocol.ts';
import type { Pace } from '../pace.ts';
import type { RepairPlace } from '../repair-effort.ts';
import type { FilmFrame } from './generated-pictures.ts';

/** Mean and standard deviation over the pictures. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * What the network was told that pictures show: a class by its number, `own`: each picture's own,
 * or nothing.
 */
export type ToldClass = number | 'own' | null;

export interface BatchRow {
  readonly key: string;
  readonly name: 'damaged' | BaselineName | RepairMethod;
  readonly settings: RepairSettings | null;
  readonly classIndex: ToldClass;
  readonly psnr: Spread;
  readonly ssim: Spread;
  /**
   * The number of pictures whose PSNR beats every filter and the damaged picture; null for filters.
   */
  readonly wins: number | null;
}

export interface BatchState {
  readonly busy: boolean;
  /** Cancelled, but the current pass has not ended yet. */
  readonly stopping: boolean;
  /** Progress of the current call in passes; null while the pictures are being fetched. */
  readonly pace: Pace | null;
  readonly count: number;
  readonly rows: readonly BatchRow[];
}

export interface RepairBatch {
  readonly store: StoreApi<BatchState>;
  /** `most`: of the test pictures, the first ones; `batchPictures` unless given. */
  run(most?: number): Promise<void>;
  cancel(): void;
}

/** One row of the table: a result for the damaged picture, and its quality. */
export interface RepairRow {
  /** Identifies the row: the same method with other settings has another key. */
  readonly key: string;
  readonly name: 'damaged' | BaselineName | RepairMethod;
  /** Null for anything that is not a network's result. */
  readonly settings: RepairSettings | null;
  /** The number of the class that the network was told; null: none. */
  readonly classIndex: number | null;
  readonly pictures: Pictures;
  readonly quality: Quality;
  /** Passes through the network; 0 for filters. */
  readonly passes: number;
  /** The number of tiles or strips in each pass; 1 for a picture of the network's size. */
  readonly parts: number;
  readonly milliseconds: number | null;
  /** The network's training step. */
  readonly step: number | null;
}

export interface RepairState {
  readonly kind: DamageKind;
  readonly amounts: Readonly<Record<AmountKind, number>>;
  /** One byte a pixel, 1 where the visitor has brushed; null before the first picture. */
  readonly lost: Uint8Array<ArrayBuffer> | null;
  /** In pixels of a picture 32 pixels wide; it scales with the picture. */
  readonly brush: { readonly size: number; readonly erasing: boolean };
  readonly settings: RepairSettings;
  /** The damaged picture; null before there is one. */
  readonly damaged: Pictures | null;
  /**
   * In the order in which they were made, the damaged picture first. A method that was used again
   * keeps only its newest row.
   */
  readonly rows: readonly RepairRow[];
  /** The key of the row that is shown; null: the damaged picture. */
  readonly shown: string | null;
  /**
   * The number of pictures and damages with stored results, which choosing them again brings back.
   */
  readonly kept: number;
  /** The film of the current call, or of the last one. */
  readonly film: readonly FilmFrame[];
  readonly busy: boolean;
  /** Progress of the current call, if its picture is larger than the network's. */
  readonly place: RepairPlace | null;
  /** Progress of the current call in steps; null while no call runs. */
  readonly stepPace: Pace | null;
  /** Cancelled, but the current step has not ended yet. */
  readonly stopping: boolean;
}

export interface Repair {
  readonly store: StoreApi<RepairState>;
  readonly batch: RepairBatch;
  chooseDamage(kind: DamageKind): void;
  setAmount(kind: AmountKind, amount: number): void;
  setLost(lost: Uint8Array<ArrayBuffer>): void;
  setHole(hole: 'square' | 'none'): void;
  setBrush(brush: RepairState['brush']): void;
  setSettings(change: Partial<RepairSettings>): void;
  show(key: string): void;
  /**
   * Resolves when the picture is finished, or when the call has ended in another way. One call at a
   * time. `settings`: for this call only, in the place of the chosen ones.
   */
  restore(settings?: RepairSettings): Promise<void>;
  /** Takes effect between two passes; the film so far stays. */
  cancel(): void;
}
