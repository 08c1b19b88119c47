/** What a checkpoint says: which network, its weights, and where its training stands. */
import type { PictureShape } from '../data/description.ts';
import type { SchedulerConfig } from '../diffusion/schedulers/index.ts';
import type { UNet2DConfig } from '../models/unet2d/config.ts';
import type { BasedOn } from './based-on.ts';
import type { ModelCard } from './card.ts';
import type { NamedTensors } from './safetensors.ts';
import type { TrainingState } from './training-state.ts';

export type NetworkDescription =
  | { readonly kind: 'article'; readonly shape: PictureShape }
  /** `scheduler`: diffusers' scheduler_config.json: the noise schedule and prediction type that it was trained with. */
  | {
      readonly kind: 'unet2d';
      readonly config: UNet2DConfig;
      readonly scheduler: SchedulerConfig;
      /** The label of "no class", where what it was trained on says so; otherwise it follows from the set. */
      readonly noClass?: number;
    };

export interface Checkpoint {
  readonly network: NetworkDescription;
  /** To sample with (averaged where training averages), under PyTorch's names and in its layouts. */
  readonly weights: NamedTensors;
  /** Null in a folder that holds only a network. */
  readonly training: TrainingState | null;
  /** Of a network that was made to be passed on: what it was trained on, and how good it is. */
  readonly card?: ModelCard;
  /** The model that it is, where what brought the folder says so. */
  readonly source?: BasedOn;
  /** What was assumed, passed over or replaced to read it, in English: for whoever opens it. */
  readonly notices?: readonly string[];
}
