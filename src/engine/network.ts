/** A network that is used and not trained: a run's at one moment, or a checkpoint's. */

import type { PictureShape } from '../ml/data/description.ts';
import type { Denoiser } from '../ml/diffusion/denoiser.ts';
import type { ForwardProcess } from '../ml/diffusion/process.ts';
import type { SchedulerConfig } from '../ml/diffusion/schedulers/index.ts';
import type { Model } from '../ml/models/model.ts';
import type { NetworkDescription, NetworkFacts } from '../ml/network-description.ts';
import type { ParameterSource } from '../ml/nn/parameters.ts';

export interface OnePassNetwork {
  readonly kind: 'one-pass';
  /** The shape of its pictures. */
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
  /** The scheduler_config.json that describes them. */
  readonly scheduler: SchedulerConfig;
  dispose(): void;
}

export type NetworkSnapshot = OnePassNetwork | DiffusionNetwork;

/** A network without its weights. */
export interface LoadedNetwork {
  /** With a size. */
  readonly description: NetworkDescription;
  readonly shape: PictureShape;
  readonly facts: NetworkFacts;
  /** Number of classes that it can be asked for; null if it knows none. */
  readonly classes: number | null;
  /** Whether it has never learned to answer without a class. */
  readonly needsClass: boolean;
  /** Creates it synchronously, with its own copy of the weights. It belongs to the caller. */
  open(source: ParameterSource): NetworkSnapshot;
}
