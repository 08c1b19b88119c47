/**
 * The origin of a checkpoint's network: what it was trained on, and which models its weights began
 * with.
 */
import type { DataSetDescription } from '../data/description.ts';
import { shippedSet, shippedSets } from '../data/shipped-sets.ts';
import type { TrainingSet } from '../network-description.ts';
import { type BasedOn, mostModels } from './based-on.ts';
import type { ModelCard } from './card.ts';
import type { Checkpoint } from './checkpoint.ts';
import { dataSetFromJson } from './data-set-json.ts';

/**
 * What the network was trained on, according to the checkpoint; if it does not say, the network is
 * assumed to know the classes of the page's first set.
 */
export function trainedOn({ training, card }: TrainedFolder): TrainingSet {
  const progress = training?.progress;
  return setOf({ training, card }) ?? (progress && shippedSet(progress.experiment.data)) ?? shippedSets.cifar10;
}

/** Null if the checkpoint does not say. */
export function setOf({ training, card }: TrainedFolder): DataSetDescription | null {
  if (training) return training.progress.dataSet;
  return card ? dataSetFromJson(card.dataSet) : null;
}

interface TrainedFolder extends Pick<Checkpoint, 'training'> {
  readonly card?: ModelCard | null | undefined;
}

/**
 * For a run that begins with the checkpoint or continues it, newest model first. Empty if the
 * checkpoint names none.
 */
export function basedOnIn({ training, card, source = [] }: Pick<Checkpoint, 'training' | 'card' | 'source'>): BasedOn {
  const named = card ? [referenceTo(card), ...(card.basedOn ?? [])] : [];
  return [...source, ...(training ? (training.progress.basedOn ?? []) : named)].slice(0, mostModels);
}

const referenceTo = ({ name, dataSet, licence }: ModelCard): BasedOn[number] => ({
  name,
  data_set: dataSet.name,
  licence,
});
