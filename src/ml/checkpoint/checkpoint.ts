/** What a checkpoint says: which network, its weights, and where its training stands. */
import type { NetworkDescription } from '../network-description.ts';
import type { BasedOn } from './based-on.ts';
import type { ModelCard } from './card.ts';
import type { NamedTensors } from './safetensors.ts';
import type { TrainingState } from './training-state.ts';

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
