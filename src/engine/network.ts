/** A network that answers and is not trained: a run's as it was at one moment, or a checkpoint's. */

import type { PictureShape } from '../ml/data/description.ts';
import type { Denoiser } from '../ml/diffusion/denoiser.ts';
import type { ForwardProcess } from '../ml/diffusion/process.ts';
import type { SchedulerConfig } from '../ml/diffusion/schedulers/index.ts';
import type { Model } from '../ml/models/model.ts';
import type { NetworkDescription, NetworkFacts } from '../ml/network-description.ts';
import type { ParameterSource } from '../ml/nn/parameters.ts';

export interface OnePassNetwork {
  readonly kind: 'one-pass';
  /** Of its pictures. */
  readonly shape: PictureShape;
  readonly model: Model;
  dispose(): void;
}

export interface DiffusionNetwork {
  readonly kind: 'diffusion';
  readonly shape: PictureShape;
  readonly denoiser: Denoiser;
  /** The noise levels that it was trained on. */
  readonly process: ForwardProcess;
  /** The scheduler_config.json that says so. */
  readonly scheduler: SchedulerConfig;
  dispose(): void;
}

export type FrozenNetwork = OnePassNetwork | DiffusionNetwork;

/** A network of which everything is there but its numbers. */
export interface LoadedNetwork {
  /** Of a size. */
  readonly description: NetworkDescription;
  readonly shape: PictureShape;
  readonly facts: NetworkFacts;
  /** Classes that it can be asked for; null where it knows none. */
  readonly classes: number | null;
  /** Whether it has never learned to answer without one. */
  readonly needsClass: boolean;
  /** With numbers of its own, at once. The caller's. */
  open(source: ParameterSource): FrozenNetwork;
}
