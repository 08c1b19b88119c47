/**
 * What a checkpoint says: which network, its weights, and where its training stands. What a run needs to go on is in `training-state.ts`, filled by
 * `Run.checkpoint` (`src/engine/run.ts`); what the Runs view keeps beside it is in `src/store/runs/kept-run.ts`.
 */
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
