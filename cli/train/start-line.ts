/** One line about what is trained, before its first step. */
import { optimizerOf } from '../../src/ml/config.ts';
import type { PictureShape } from '../../src/ml/data/description.ts';
import type { RunStatus } from '../../src/workers/protocol.ts';

/** `run`, `model`: what `--resume` named, a run with its training or weights alone. */
export type Beginning = { readonly kind: 'fresh' } | { readonly kind: 'run' | 'model'; readonly name: string };

export type Started = Pick<RunStatus, 'experiment' | 'step' | 'learningRate'> & {
  readonly dataSet: Pick<RunStatus['dataSet'], 'name' | 'side' | 'channels'>;
  readonly network: Pick<RunStatus['network'], 'kind' | 'prediction' | 'shape'>;
};

export function startLine(started: Started, beginning: Beginning): string {
  const { experiment, dataSet, learningRate, network } = started;
  const prediction = beginning.kind === 'model' ? `${network.prediction} (from the model)` : network.prediction;
  const facts = [
    `lr ${Number(learningRate.toPrecision(6))}`,
    `batch ${experiment.batchSize}`,
    optimizerOf(experiment),
    ...(network.kind === 'diffusion' ? [prediction] : []),
    `pictures of ${dataSet.name}, ${pictures(dataSet, network.shape)}`,
  ];
  return `${what(started, beginning)}: ${facts.join(', ')}.`;
}

function what({ experiment, step }: Started, beginning: Beginning): string {
  switch (beginning.kind) {
    case 'fresh':
      return `Training the recipe ${experiment.recipe} from fresh weights`;
    case 'run':
      return `Going on from step ${step} of ${beginning.name}`;
    case 'model':
      return `Fine-tuning the weights of ${beginning.name}, which has no training state`;
    default:
      return beginning satisfies never;
  }
}

/** "28 x 28 grey made 32 x 32 colour" where the network takes other pictures than the set has. */
function pictures(set: PictureShape, network: PictureShape): string {
  const [given, taken] = [inWords(set), inWords(network)];
  return given === taken ? given : `${given} made ${taken}`;
}

const colours = { 1: 'grey', 3: 'colour', 4: 'colour with alpha' } as const;

const inWords = ({ side, channels }: PictureShape): string => `${side} x ${side} ${colours[channels]}`;
