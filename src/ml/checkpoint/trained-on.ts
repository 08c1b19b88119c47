import { shippedSet, shippedSets } from '../data/shipped-sets.ts';
import type { TrainingSet } from '../network-facts.ts';
import type { Checkpoint } from './checkpoint.ts';

/** What the network was trained on, as far as the checkpoint says; one that says nothing is taken to know the classes of the page's first set. */
export function trainedOn({ training }: Pick<Checkpoint, 'training'>): TrainingSet {
  const progress = training?.progress;
  return progress?.dataSet ?? (progress && shippedSet(progress.experiment.data)) ?? shippedSets.cifar10;
}
