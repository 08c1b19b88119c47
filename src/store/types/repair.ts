/** The picture on the Repair view, all that was made of it, and a batch of others. Types only. */

import type { StoreApi } from 'zustand/vanilla';
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
import type { FilmFrame } from './generate.ts';

/** Mean and standard deviation over the pictures. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

export interface BatchRow {
  readonly key: string;
  readonly name: 'damaged' | BaselineName | RepairMethod;
  readonly settings: RepairSettings | null;
  readonly psnr: Spread;
  readonly ssim: Spread;
  /** Pictures that came nearer to the original by PSNR than by any filter, the damaged picture among them; null of filters. */
  readonly wins: number | null;
}

export interface BatchState {
  readonly busy: boolean;
  /** Cancelled, and its pass has not ended yet. */
  readonly stopping: boolean;
  /** Passes through the network so far, and of all; null before the first. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly count: number;
  readonly rows: readonly BatchRow[];
}

export interface RepairBatch {
  readonly store: StoreApi<BatchState>;
  run(): Promise<void>;
  cancel(): void;
}

/** Damages with an amount of their own; that of noise is a look setting. */
export type AmountKind = 'scratches' | 'pixelation' | 'downscaling';

/** One line of the table: what was made of the damaged picture, and how near it came. */
export interface RepairRow {
  /** By which the same is told from another: a method with other settings is another. */
  readonly key: string;
  readonly name: 'damaged' | BaselineName | RepairMethod;
  /** Of a network's. */
  readonly settings: RepairSettings | null;
  readonly pictures: Pictures;
  readonly quality: Quality;
  /** Through the network; 0 of filters. */
  readonly passes: number;
  /** Tiles or strips that each of them went through it in; 1 of a picture of its size. */
  readonly parts: number;
  readonly milliseconds: number | null;
  /** Of the network's training. */
  readonly step: number | null;
}

export interface RepairState {
  readonly kind: DamageKind;
  readonly amounts: Readonly<Record<AmountKind, number>>;
  /** A byte a pixel, 1 where the visitor has brushed; null before the first picture. */
  readonly lost: Uint8Array<ArrayBuffer> | null;
  /** In pixels of a picture of 32; of a larger one as many times more. */
  readonly brush: { readonly size: number; readonly erasing: boolean };
  readonly settings: RepairSettings;
  /** What there is to see of the picture; null before there is one. */
  readonly damaged: Pictures | null;
  /** In the order in which they came, the damaged picture first; of a method that was used again the newest. */
  readonly rows: readonly RepairRow[];
  /** The key of the row on show; null: the damaged picture. */
  readonly shown: string | null;
  /** Pictures and damages of which something was made before, and which show it again. */
  readonly kept: number;
  /** Of the call that runs, or ran last. */
  readonly film: readonly FilmFrame[];
  readonly busy: boolean;
  /** Of the call that runs, with a picture that is larger than the network's. */
  readonly place: RepairPlace | null;
  /** Milliseconds that a pixel took this network, at best so far; null before the first. */
  readonly pace: number | null;
  /** How far the steps of that call are; null where none runs. */
  readonly stepPace: Pace | null;
  /** Cancelled, and its step has not ended yet. */
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
  /** Resolves when the picture is there, or the call has ended otherwise. One at a time. */
  restore(): Promise<void>;
  /** Between two passes; what there is of the film stays. */
  cancel(): void;
}
