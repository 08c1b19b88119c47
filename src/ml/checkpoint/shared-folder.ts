/**
 * A network for sharing: its weights for sampling, in half precision, and a card, without the state
 * that training needs.
 */
import { PlaygroundError } from '../errors.ts';
import { networkFacts } from '../network-description.lazy.ts';
import { cardFile, type ModelCard } from './card.ts';
import type { Checkpoint } from './checkpoint.ts';
import { dataSetToJson } from './data-set-json.ts';
import { writeNetwork } from './folder.ts';
import type { Folder } from './folder-files.ts';
import { toJson } from './folder-files.ts';
import { files } from './layout.ts';
import { modelCard } from './model-card.ts';
import { basedOnIn } from './trained-on.ts';

const program = 'Diffusion Playground';

/** A network without its training state does not say how it was trained before. */
const programFrom = (model: string): string => `${program}, from ${model}: training before that is not counted`;

/**
 * The card of a run, or of a checkpoint with its training, as far as it is known without a judge.
 * `opened`: the run did not begin here. Throws `nothing-saved` for a network without training.
 */
export function cardOf({ network, training }: Checkpoint, name: string, opened = false): ModelCard {
  const { experiment, dataSet, step, cursor } = training?.progress ?? {};
  if (!experiment || !dataSet || !cursor || step === undefined) throw new PlaygroundError('nothing-saved');
  const basedOn = basedOnIn({ training });
  return {
    version: 1,
    name,
    dataSet: dataSetToJson(dataSet),
    recipe: experiment.recipe,
    ...(network.kind === 'unet2d' && network.noClass !== undefined && { noClass: network.noClass }),
    parameters: networkFacts(network).parameters,
    training: {
      images: step * experiment.batchSize,
      steps: step,
      seconds: null,
      machine: null,
      program: opened ? programFrom(basedOn[0]?.name ?? 'a checkpoint that was opened') : program,
    },
    judge: null,
    freshEyes: null,
    sheet: null,
    ...(basedOn.length > 0 && { basedOn }),
    licence: '',
    files: [],
  };
}

/**
 * The folder in diffusers' layout, half the size of one with float32. Throws `checkpoint-no-half`.
 */
export function writeSharedFolder(checkpoint: Checkpoint, card: ModelCard): Folder {
  return new Map([
    ...writeNetwork(checkpoint, 'F16'),
    [cardFile, toJson(card)],
    [files.card, new TextEncoder().encode(modelCard(checkpoint.network, { card }))],
  ]);
}
