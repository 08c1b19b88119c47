/**
 * For tests: a diffusion U-Net of a few thousand parameters, as a run that has not begun. Software
 * adapters train it quickly.
 */
import type { Checkpoint } from '../ml/checkpoint/checkpoint.ts';
import { writeFolder } from '../ml/checkpoint/folder.ts';
import { byOptimizer } from '../ml/checkpoint/training-tensors.ts';
import { zipFolder } from '../ml/checkpoint/zip.ts';
import { type Experiment, optimizerOf } from '../ml/config.ts';
import { startCursor } from '../ml/data/batches.ts';
import { cifar10 } from '../ml/data/cifar10.testing.ts';
import { parseUNet2DConfig } from '../ml/models/unet2d/config.ts';
import { describeNetwork, networkShapes } from '../ml/network-description.lazy.ts';
import type { TrainingSet } from '../ml/network-description.ts';
import { randomStream } from '../ml/random.ts';
import { noValidation } from '../ml/training/validation-history.ts';

/**
 * `unet`: changed fields of the U-Net's config. `change` may alter the initial weights. `set`: the
 * set whose pictures it takes.
 */
export function miniature(
  experiment: Experiment,
  unet: Readonly<Record<string, unknown>> = {},
  change: (name: string, values: Float32Array) => void = () => {},
  set: TrainingSet = cifar10,
): Checkpoint {
  const described = describeNetwork(experiment, set);
  if (described.kind !== 'unet2d') throw new Error('a recipe with a U-Net');
  const config = parseUNet2DConfig({
    ...{ sample_size: set.side, in_channels: set.channels, out_channels: set.channels },
    block_out_channels: [4, 4],
    down_block_types: ['DownBlock2D', 'DownBlock2D'],
    up_block_types: ['UpBlock2D', 'UpBlock2D'],
    layers_per_block: 1,
    norm_num_groups: 2,
    add_attention: false,
    ...unet,
  });
  const network = { ...described, config };
  const shapes = networkShapes(network);
  const { ofAdam, ofMuon } = byOptimizer(shapes, optimizerOf(experiment));
  const drawn = (scale: number, of: typeof shapes) =>
    new Map(
      [...of].map(([name, shape]) => {
        const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
        randomStream(1).fork(name).normal(0, values);
        return [name, { shape, values: values.map((value) => value * scale) }];
      }),
    );
  const weights = drawn(0.1, shapes);
  for (const [name, { values }] of weights) change(name, values);
  const { learningRate } = experiment;
  const progress = {
    experiment,
    dataSet: null,
    learningRate,
    step: 0,
    totalSteps: null,
    cursor: startCursor,
    loss: null,
  };
  return {
    network,
    weights,
    training: {
      progress: {
        ...progress,
        epochLosses: [],
        lossHistory: { steps: [], losses: [] },
        validationHistory: noValidation,
      },
      tensors: { raw: weights, expAvg: drawn(0, ofAdam), expAvgSq: drawn(0, ofAdam), momentum: drawn(0, ofMuon) },
    },
  };
}

export const zipped = (checkpoint: Checkpoint): Uint8Array<ArrayBuffer> => zipFolder(writeFolder(checkpoint));
