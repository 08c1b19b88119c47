/**
 * The arithmetic of a case, counted as direct convolutions and matrix products: 2 operations per
 * multiply-add, including padding, whatever a kernel really computes. Normalization, activations
 * and the optimizer are not counted. So every implementation of a case has the same count.
 */
import { recipes } from '../../src/ml/config.ts';
import type { PictureShape } from '../../src/ml/data/description.ts';
import { articleShapes } from '../../src/ml/models/article.ts';
import type { UNet2DConfig } from '../../src/ml/models/unet2d/config.ts';
import { unet2dShapes } from '../../src/ml/models/unet2d/index.ts';
import { describeNetwork } from '../../src/ml/network-description.lazy.ts';
import { shapeOf } from '../../src/ml/network-description.ts';
import type { RecipeName } from '../../src/ml/options.ts';
import type { Case } from './case.ts';
import { benchSet } from './case.ts';

/**
 * A layer's operations in the forward pass for one image, and whether the gradient of its input is
 * needed.
 */
export interface LayerFlops {
  readonly name: string;
  readonly forward: number;
  /** False for the first layer: pictures and timesteps need no gradient. */
  readonly inputGradient: boolean;
}

type Shapes = ReadonlyMap<string, readonly number[]>;

/**
 * Operations in one round of a case: a train step, all images of a sampling run, or a block forward
 * and backward.
 */
export function caseFlops(given: Case): number {
  switch (given.kind) {
    case 'step':
      return given.batch * trainingFlops(recipeLayers(given.recipe));
    case 'sample':
      return given.batch * given.steps * forwardFlops(recipeLayers(given.recipe));
    case 'block': {
      const { batch, side, channels, features } = given;
      const convolution = 2 * 9 * channels * channels * side * side;
      const projection = 2 * features * channels;
      return batch * 3 * (2 * convolution + projection);
    }
    default:
      return given satisfies never;
  }
}

export function forwardFlops(layers: readonly LayerFlops[]): number {
  return layers.reduce((sum, { forward }) => sum + forward, 0);
}

/**
 * Forward, the filter's gradient, and the input's gradient: each takes as much as the forward pass.
 */
export function trainingFlops(layers: readonly LayerFlops[]): number {
  return layers.reduce((sum, { forward, inputGradient }) => sum + forward * (inputGradient ? 3 : 2), 0);
}

export function recipeLayers(name: RecipeName): readonly LayerFlops[] {
  const network = describeNetwork(recipes[name].experiment, benchSet);
  return network.kind === 'article' ? articleLayers(network.shape) : unetLayers(network.config, shapeOf(network));
}

function articleLayers({ side, channels }: PictureShape): LayerFlops[] {
  // A convolution reads its filter once for each pixel that it writes, a transposed convolution
  // once for each pixel that it reads.
  const [half, quarter] = [side / 2, side / 4];
  const sides: Record<string, number> = {
    'encoder.0': half,
    'encoder.2': quarter,
    'decoder.0': quarter,
    'decoder.2': half,
  };
  return weightedLayers(articleShapes(channels), (layer) => (sides[layer] ?? Number.NaN) ** 2, ['encoder.0']);
}

function unetLayers(config: UNet2DConfig, { side }: PictureShape): LayerFlops[] {
  const levels = config.block_out_channels.length;
  const pixels = (level: number) => (side / 2 ** level) ** 2;
  const shapes = unet2dShapes(config);

  /** How often a layer's weights are used for one image. */
  function positions(layer: string): number {
    // There is one vector for each image, not for each pixel.
    if (/time_embedding|class_embedding|time_emb_proj/.test(layer)) return 1;
    return pixels(levelOf(layer, levels));
  }

  const layers = weightedLayers(shapes, positions, ['conv_in', 'time_embedding.linear_1']);
  for (const [name, [inner = 0]] of shapes) {
    if (!name.endsWith('to_q.weight')) continue;
    // Every pixel attends to every pixel: queries by keys, and weights by values.
    const layer = name.slice(0, -'.to_q.weight'.length);
    layers.push({ name: layer, forward: 2 * (2 * pixels(levelOf(layer, levels)) ** 2 * inner), inputGradient: true });
  }
  return layers;
}

/**
 * The level of a U-Net's layer; 0 is the full picture. A layer that halves or doubles the picture
 * counts at the level that it writes.
 */
export function levelOf(layer: string, levels: number): number {
  const [part = '', index = ''] = layer.split('.');
  if (part === 'down_blocks') return Number(index) + (layer.includes('downsamplers') ? 1 : 0);
  if (part === 'up_blocks') return levels - 1 - Number(index) - (layer.includes('upsamplers') ? 1 : 0);
  return part === 'mid_block' ? levels - 1 : 0;
}

/**
 * The weights of convolutions and linear layers only: a norm's weights have one dimension, and an
 * embedding's table is not multiplied.
 */
function weightedLayers(shapes: Shapes, positions: (layer: string) => number, first: readonly string[]): LayerFlops[] {
  const layers: LayerFlops[] = [];
  for (const [parameter, shape] of shapes) {
    if (shape.length < 2 || parameter === 'class_embedding.weight') continue;
    const name = parameter.slice(0, -'.weight'.length);
    const size = shape.reduce((product, length) => product * length, 1);
    layers.push({ name, forward: 2 * size * positions(name), inputGradient: !first.includes(name) });
  }
  return layers;
}
