/** The convolutions of our U-Nets by size. Kernels' tiles are chosen for these. */
import { recipes } from '../../src/ml/config.ts';
import { unet2dShapes } from '../../src/ml/models/unet2d/index.ts';
import { describeNetwork } from '../../src/ml/network-description.lazy.ts';
import { shapeOf } from '../../src/ml/network-description.ts';
import type { RecipeName } from '../../src/ml/options.ts';
import { benchSet } from './case.ts';
import { levelOf } from './flops.ts';

/** Pictures and filters are square, and padded so that only the stride changes the side. */
export interface ConvolutionLayer {
  /** Side of the picture that is read. */
  readonly side: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: number;
  readonly stride: 1 | 2;
}

/** Operations of the forward pass for one image; each of the two gradients takes as many. */
export function layerFlops({ side, inChannels, outChannels, kernel, stride }: ConvolutionLayer): number {
  return 2 * inChannels * outChannels * kernel ** 2 * (side / stride) ** 2;
}

/** `3 x 3, 32 to 64 channels, 16 x 16`, and the stride if it is not 1. */
export function layerTitle({ side, inChannels, outChannels, kernel, stride }: ConvolutionLayer): string {
  const strides = stride === 1 ? '' : `, stride ${stride}`;
  return `${kernel} x ${kernel}, ${inChannels} to ${outChannels} channels, ${side} x ${side}${strides}`;
}

/**
 * Lists each size once, first those on which a step of any of these networks spends the largest
 * share of its operations.
 */
export function convolutionLayers(names: readonly RecipeName[]): readonly ConvolutionLayer[] {
  const sizes = new Map<string, ConvolutionLayer>();
  const largest = new Map<string, number>();
  for (const name of names) {
    const layers = layersOf(name);
    const all = layers.reduce((sum, layer) => sum + layerFlops(layer), 0);
    const shares = new Map<string, number>();
    for (const layer of layers) {
      const title = layerTitle(layer);
      sizes.set(title, layer);
      shares.set(title, (shares.get(title) ?? 0) + layerFlops(layer) / all);
    }
    for (const [title, share] of shares) largest.set(title, Math.max(share, largest.get(title) ?? 0));
  }
  const share = (layer: ConvolutionLayer) => largest.get(layerTitle(layer)) ?? 0;
  return [...sizes.values()].sort((a, b) => share(b) - share(a));
}

function layersOf(name: RecipeName): ConvolutionLayer[] {
  const network = describeNetwork(recipes[name].experiment, benchSet);
  if (network.kind === 'article') throw new Error('the article has no U-Net');
  const { side } = shapeOf(network);
  const levels = network.config.block_out_channels.length;
  const layers: ConvolutionLayer[] = [];
  for (const [parameter, [outChannels = 0, inChannels = 0, kernel]] of unet2dShapes(network.config)) {
    if (kernel === undefined) continue;
    const stride = parameter.includes('downsamplers') ? 2 : 1;
    const written = side / 2 ** levelOf(parameter, levels);
    layers.push({ side: written * stride, inChannels, outChannels, kernel, stride });
  }
  return layers;
}
