/** Which network it is, and the facts about it that the page can know without loading a U-Net. */

import { type DataSetFacts, type PictureShape, sideRange } from './data/description.ts';
import type { SchedulerConfig } from './diffusion/schedulers/index.ts';
import { articleShapes } from './models/article.ts';
import type { UNet2DConfig } from './models/unet2d/config.ts';
import type { PredictionType } from './options.ts';

export type NetworkDescription =
  | { readonly kind: 'article'; readonly shape: PictureShape }
  /**
   * `scheduler`: diffusers' scheduler_config.json, the noise schedule and prediction type of its
   * training.
   */
  | {
      readonly kind: 'unet2d';
      readonly config: UNet2DConfig;
      readonly scheduler: SchedulerConfig;
      /**
       * The label of "no class", if the data that it was trained on determines it; otherwise it
       * follows from the set.
       */
      readonly noClass?: number;
    };

export interface NetworkFacts {
  /**
   * `one-pass`: the article's network. `diffusion`: a network that answers for every noise level
   * and samples step by step.
   */
  readonly kind: 'one-pass' | 'diffusion';
  /** Count of trained numbers. */
  readonly parameters: number;
  readonly prediction: PredictionType;
  /** Whether a caller can choose a class. */
  readonly knowsClasses: boolean;
}

/** What a network needs to know about the pictures that it learns from. */
export type TrainingSet = PictureShape & Pick<DataSetFacts, 'classNames'>;

export function articleFacts({ channels }: PictureShape): NetworkFacts {
  const parameters = countNumbers(articleShapes(channels));
  return { kind: 'one-pass', parameters, prediction: 'sample', knowsClasses: false };
}

/** The sum over all tensors of these shapes. */
export function countNumbers(shapes: ReadonlyMap<string, readonly number[]>): number {
  let count = 0;
  for (const shape of shapes.values()) count += shape.reduce((product, size) => product * size, 1);
  return count;
}

/**
 * The factor of which the side must be a multiple: the network halves the picture once per level,
 * and doubles it again.
 */
export function sideFactor(network: NetworkDescription): number {
  return network.kind === 'article' ? 4 : 2 ** (network.config.block_out_channels.length - 1);
}

/**
 * The network with a fixed picture side: if it has none, the set's, or the nearest that its levels
 * divide.
 */
export function sized(network: NetworkDescription, { side }: PictureShape): NetworkDescription {
  if (network.kind === 'article' || network.config.sample_size !== null) return network;
  const factor = Math.max(2, sideFactor(network));
  const least = Math.ceil(sideRange.min / factor);
  const most = Math.floor(sideRange.max / factor);
  const sample_size = factor * Math.min(most, Math.max(least, Math.round(side / factor)));
  return { ...network, config: { ...network.config, sample_size } };
}

/**
 * Shape of a network's input and output pictures; the network must be `sized` and have passed
 * `requirePictures`.
 */
export function shapeOf(network: NetworkDescription): PictureShape {
  if (network.kind === 'article') return network.shape;
  const { sample_size, in_channels } = network.config;
  const [side] = [sample_size].flat();
  const channels = channelCounts.find((count) => count === in_channels);
  if (typeof side !== 'number' || !channels) throw new Error(`no shape in ${sample_size} and ${in_channels}`);
  return { side, channels };
}

export const channelCounts = [1, 3, 4] as const satisfies readonly PictureShape['channels'][];
