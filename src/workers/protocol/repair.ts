/** Repairing pictures: what is asked for, and what comes of it. Types only. */
import type { Damage } from '../../ml/diffusion/restore/damages.ts';
import type { BaselineName, RepairSettings } from '../../ml/diffusion/restore/methods.ts';
import type { Pictures } from './pictures.ts';
import type { CallId, ModelId } from './sampling.ts';

export interface RestoreRequest {
  /** Asks this model; without it the run's network. */
  readonly model?: ModelId;
  /**
   * The originals: one picture or more of the network's size, or one larger picture, at most 512
   * pixels a side (`mostRepairSide`).
   */
  readonly original: Pictures;
  readonly damage: Damage;
  /** Of the damage, and of the noise that a method begins with. */
  readonly seed: number;
  readonly repair: RepairSettings;
  /** Number of one of the network's classes, or one for each picture; null: none in particular. */
  readonly classIndex: number | null | readonly number[];
  /** Classifier-free guidance; 1 is none. */
  readonly guidance: number;
}

/**
 * How far a `restore` call is with a picture that is larger than the network's. Counts from 1; at
 * most ten a second, and the last.
 */
export interface RepairProgress {
  readonly call: CallId;
  /** Through the network, of the whole picture. */
  readonly pass: number;
  readonly passes: number;
  /** Tiles of a U-Net, strips of the article's network, that this pass has computed. */
  readonly part: number;
  readonly parts: number;
}

/** Against the original, on 8-bit RGB. PSNR in dB (Infinity where equal), SSIM in [-1, 1]. */
export interface Quality {
  readonly psnr: number;
  readonly ssim: number;
}

export interface RestoreResult {
  readonly step: number;
  readonly original: Pictures;
  readonly damaged: Pictures;
  readonly restored: Pictures;
  /** Passes through the network. */
  readonly passes: number;
  /** From the first of them to the last, with what else the device did meanwhile. */
  readonly milliseconds: number;
  /** Of each picture. */
  readonly quality: { readonly damaged: readonly Quality[]; readonly restored: readonly Quality[] };
  /** What filters make of the same, those that are made for the damage. */
  readonly baselines: readonly BaselineResult[];
}

export interface BaselineResult {
  readonly name: BaselineName;
  readonly pictures: Pictures;
  readonly quality: readonly Quality[];
}
