/**
 * A checkpoint: the network, its weights and the state of its training. `training-state.ts` holds
 * what a run needs to continue; `Run.checkpoint` (`src/engine/run.ts`) fills it. What the Runs view
 * keeps beside it is in `src/store/runs/kept-run.ts`.
 */
import type { NetworkDescription } from '../network-description.ts';
import type { Reason } from '../reasons.ts';
import type { BasedOn } from './based-on.ts';
import type { ModelCard } from './card.ts';
import type { NamedTensors } from './safetensors.ts';
import type { TrainingState } from './training-state.ts';

export interface Checkpoint {
  readonly network: NetworkDescription;
  /** The weights for sampling (averaged if training averages), with PyTorch's names and layouts. */
  readonly weights: NamedTensors;
  /** Null if the folder holds only a network. */
  readonly training: TrainingState | null;
  /** For a network made for sharing: what it was trained on, and how good it is. */
  readonly card?: ModelCard;
  /** Which model this is, if the source of the folder says so. */
  readonly source?: BasedOn;
  /** What reading it assumed, skipped or replaced, for the person who opens it. */
  readonly notices?: readonly Reason[];
}
