import type { DataSetDescription } from '../data/description.ts';
import { shippedSet, shippedSets } from '../data/shipped-sets.ts';
import type { TrainingSet } from '../network-facts.ts';
import type { ModelCard } from './card.ts';
import type { Checkpoint } from './checkpoint.ts';
import { dataSetFromJson } from './data-set-json.ts';

/** What the network was trained on, as far as the checkpoint says; one that says nothing is taken to know the classes of the page's first set. */
export function trainedOn({ training, card }: TrainedFolder): TrainingSet {
  const progress = training?.progress;
  return setOf({ training, card }) ?? (progress && shippedSet(progress.experiment.data)) ?? shippedSets.cifar10;
}

/** Null where the checkpoint does not say. */
export function setOf({ training, card }: TrainedFolder): DataSetDescription | null {
  if (training) return training.progress.dataSet;
  return card ? dataSetFromJson(card.dataSet) : null;
}

interface TrainedFolder extends Pick<Checkpoint, 'training'> {
  readonly card?: ModelCard | null | undefined;
}
