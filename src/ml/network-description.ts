/** Which network it is, and what a page may want to know of it: as far as that needs nothing of a U-Net. */

import { type DataSetFacts, type PictureShape, sideRange } from './data/description.ts';
import type { SchedulerConfig } from './diffusion/schedulers/index.ts';
import { articleShapes } from './models/article.ts';
import type { UNet2DConfig } from './models/unet2d/config.ts';
import type { PredictionType } from './options.ts';

export type NetworkDescription =
  | { readonly kind: 'article'; readonly shape: PictureShape }
  /** `scheduler`: diffusers' scheduler_config.json: the noise schedule and prediction type that it was trained with. */
  | {
      readonly kind: 'unet2d';
      readonly config: UNet2DConfig;
      readonly scheduler: SchedulerConfig;
      /** The label of "no class", where what it was trained on says so; otherwise it follows from the set. */
      readonly noClass?: number;
    };

export interface NetworkFacts {
  /** `one-pass`: the article's. `diffusion`: answers for every noise level, and is sampled from step by step. */
  readonly kind: 'one-pass' | 'diffusion';
  /** Numbers that are trained. */
  readonly parameters: number;
  readonly prediction: PredictionType;
  /** Whether it can be asked for a class. */
  readonly knowsClasses: boolean;
}

/** What a network must be told of the pictures that it learns from. */
export type TrainingSet = PictureShape & Pick<DataSetFacts, 'classNames'>;

export function articleFacts({ channels }: PictureShape): NetworkFacts {
  const parameters = countNumbers(articleShapes(channels));
  return { kind: 'one-pass', parameters, prediction: 'sample', knowsClasses: false };
}

/** In all tensors of these shapes together. */
export function countNumbers(shapes: ReadonlyMap<string, readonly number[]>): number {
  let count = 0;
  for (const shape of shapes.values()) count += shape.reduce((product, size) => product * size, 1);
  return count;
}

/** The side must be a multiple of it: so often is a picture halved and doubled again. */
export function sideFactor(network: NetworkDescription): number {
  return network.kind === 'article' ? 4 : 2 ** (network.config.block_out_channels.length - 1);
}

/** The network with the side of its pictures: one that is of no size in particular takes the set's, or the nearest that its levels divide. */
export function sized(network: NetworkDescription, { side }: PictureShape): NetworkDescription {
  if (network.kind === 'article' || network.config.sample_size !== null) return network;
  const factor = Math.max(2, sideFactor(network));
  const least = Math.ceil(sideRange.min / factor);
  const most = Math.floor(sideRange.max / factor);
  const sample_size = factor * Math.min(most, Math.max(least, Math.round(side / factor)));
  return { ...network, config: { ...network.config, sample_size } };
}

/** Of the pictures that a network takes and gives: one that is `sized`, and that `requirePictures` has let pass. */
export function shapeOf(network: NetworkDescription): PictureShape {
  if (network.kind === 'article') return network.shape;
  const { sample_size, in_channels } = network.config;
  const [side] = [sample_size].flat();
  const channels = channelCounts.find((count) => count === in_channels);
  if (typeof side !== 'number' || !channels) throw new Error(`no shape in ${sample_size} and ${in_channels}`);
  return { side, channels };
}

export const channelCounts = [1, 3, 4] as const satisfies readonly PictureShape['channels'][];
