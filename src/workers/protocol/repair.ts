/** Types only: the request and the result of repairing pictures. */
import type { Damage } from '../../ml/diffusion/restore/damages.ts';
import type { BaselineName, RepairSettings } from '../../ml/diffusion/restore/methods.ts';
import type { Pictures } from './pictures.ts';
import type { CallId, ModelId } from './sampling.ts';

export interface RestoreRequest {
  /** The model to use; by default the run's network. */
  readonly model?: ModelId;
  /**
   * The originals: one or more pictures of the network's size, or one larger picture with at most
   * 512 pixels per side (`mostRepairSide`).
   */
  readonly original: Pictures;
  readonly damage: Damage;
  /** The seed of the damage and of the noise with which a method begins. */
  readonly seed: number;
  readonly repair: RepairSettings;
  /** One of the network's classes for all pictures, or one for each; null: no particular class. */
  readonly classIndex: number | null | readonly number[];
  /** Scale of classifier-free guidance; 1 is none. */
  readonly guidance: number;
}

/**
 * Progress of a `restore` call for a picture larger than the network's. Counts from 1. Sent at most
 * ten times a second, and at the end.
 */
export interface RepairProgress {
  readonly call: CallId;
  /** The current pass of the whole picture through the network. */
  readonly pass: number;
  readonly passes: number;
  /** How many parts this pass has computed: tiles for a U-Net, strips for the article's network. */
  readonly part: number;
  readonly parts: number;
}

/** Compared with the original, on 8-bit RGB. PSNR in dB (Infinity if equal), SSIM in [-1, 1]. */
export interface Quality {
  readonly psnr: number;
  readonly ssim: number;
}

export interface RestoreResult {
  readonly step: number;
  readonly original: Pictures;
  readonly damaged: Pictures;
  readonly restored: Pictures;
  /** Number of passes through the network. */
  readonly passes: number;
  /** Time from the first pass to the last, including what else the device did in between. */
  readonly milliseconds: number;
  /** One entry for each picture. */
  readonly quality: { readonly damaged: readonly Quality[]; readonly restored: readonly Quality[] };
  /** The results of the filters that are made for this damage. */
  readonly baselines: readonly BaselineResult[];
}

export interface BaselineResult {
  readonly name: BaselineName;
  readonly pictures: Pictures;
  readonly quality: readonly Quality[];
}
