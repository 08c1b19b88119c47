/**
 * What a recipe costs on a data set: parameters, arithmetic and memory, computed from its
 * description without tfjs, so that the page can show it before it loads a network. Data and types
 * only.
 */
import type { DataSetFacts } from './data/description.ts';
import { unetOn } from './recipe-on-set.ts';
import type { DiffusionRecipe, Recipe } from './recipes.ts';

export interface RecipeCost {
  /** Count of trained numbers. */
  readonly parameters: number;
  /**
   * Operations of a training step per image: 2 per multiply-add of convolutions, linear layers and
   * attention, forward and backward.
   */
  readonly trainingFlops: number;
  /** Count of numbers that the layers compute for one image in the forward pass. */
  readonly activations: number;
}

export function costOf(recipe: Recipe, facts: DataSetFacts): RecipeCost {
  const count = new Count();
  if (recipe.kind === 'one-pass') countArticle(count, facts);
  else countUNet(count, recipe, facts);
  const { parameters, trainingFlops, activations } = count;
  return { parameters, trainingFlops, activations };
}

/**
 * Approximate bytes on a GPU for the network and a training step: each weight with its gradient,
 * moments, average and the partial sums of its gradient; the activations and their gradients that
 * are alive at once; and a constant part of every step. Fitted to measured dry runs
 * (`recipe-cost.webgpu.test.ts`).
 */
export function stepBytesOf(recipe: Recipe, { parameters, activations }: RecipeCost, batchSize: number): number {
  const copies = recipe.optimizer.ema === null ? 7 : 8;
  const alive = recipe.kind === 'one-pass' ? 4.9 : 2.45;
  return 4 * (copies * parameters + alive * batchSize * activations) + 70e6;
}

interface Places {
  /** Positions that a layer writes for one image; 1 if not given. */
  readonly positions?: number;
  /** Positions at which its weights are used, if different. */
  readonly multiplied?: number;
  readonly first?: boolean;
}

class Count {
  parameters = 0;
  trainingFlops = 0;
  activations = 0;

  /**
   * A convolution or, with `kernel` 1, a linear layer at each position. The first layer's input
   * needs no gradient.
   */
  layer(kernel: number, from: number, to: number, { positions = 1, multiplied, first = false }: Places): void {
    const weights = kernel * kernel * from * to;
    this.parameters += weights + to;
    this.trainingFlops += 2 * weights * (multiplied ?? positions) * (first ? 2 : 3);
    this.activations += to * positions;
  }

  norm(channels: number, positions: number): void {
    this.parameters += 2 * channels;
    this.activations += channels * positions;
  }

  attention(channels: number, positions: number): void {
    this.norm(channels, positions);
    for (let i = 0; i < 4; i++) this.layer(1, channels, channels, { positions });
    // All pairs of pixels: queries by keys, and the weights by values.
    this.trainingFlops += 3 * 2 * 2 * positions ** 2 * channels;
    this.activations += positions ** 2;
  }
}

function countArticle(count: Count, { side, channels }: DataSetFacts): void {
  const [half, quarter] = [(side / 2) ** 2, (side / 4) ** 2];
  count.layer(4, channels, 64, { positions: half, first: true });
  count.layer(4, 64, 128, { positions: quarter });
  // A transposed convolution applies its filter once per pixel that it reads, not per pixel that it
  // writes.
  count.layer(4, 128, 64, { positions: half, multiplied: quarter });
  count.layer(4, 64, channels, { positions: side ** 2, multiplied: half });
}

/** Built as diffusers' UNet2DModel; recipes use the plain blocks, with and without attention. */
function countUNet(count: Count, recipe: DiffusionRecipe, facts: DataSetFacts): void {
  const config = unetOn(recipe, facts);
  const numbers = (key: string): readonly number[] => [config[key]].flat().filter((value) => typeof value === 'number');
  const types = (key: string): readonly string[] => [config[key]].flat().map(String);
  const channels = numbers('block_out_channels');
  const [layers = 2] = numbers('layers_per_block');
  const deepest = channels.length - 1;
  const at = (level: number): number => channels[Math.min(Math.max(level, 0), deepest)] ?? 0;
  const pixels = (level: number): number => (facts.side / 2 ** level) ** 2;
  const [features = 4 * at(0)] = numbers('time_embedding_dim');
  const [classes = 0] = numbers('num_class_embeds');

  const resnet = (from: number, to: number, positions: number): void => {
    count.norm(from, positions);
    count.layer(3, from, to, { positions });
    count.layer(1, features, to, {});
    count.norm(to, positions);
    count.layer(3, to, to, { positions });
    if (from !== to) count.layer(1, from, to, { positions });
  };

  count.layer(3, facts.channels, at(0), { positions: pixels(0), first: true });
  count.layer(1, at(0), features, { first: true });
  count.layer(1, features, features, {});
  count.parameters += classes * features;
  for (const [level, type] of types('down_block_types').entries()) {
    for (let i = 0; i < layers; i++) {
      resnet(i === 0 ? at(level - 1) : at(level), at(level), pixels(level));
      if (type.startsWith('Attn')) count.attention(at(level), pixels(level));
    }
    if (level < deepest) count.layer(3, at(level), at(level), { positions: pixels(level + 1) });
  }
  for (const [i, type] of types('up_block_types').entries()) {
    const level = deepest - i;
    for (let layer = 0; layer <= layers; layer++) {
      const fromBelow = layer === 0 ? at(level + 1) : at(level);
      const fromAcross = layer === layers ? at(level - 1) : at(level);
      resnet(fromBelow + fromAcross, at(level), pixels(level));
      if (type.startsWith('Attn')) count.attention(at(level), pixels(level));
    }
    if (level > 0) count.layer(3, at(level), at(level), { positions: pixels(level - 1) });
  }
  resnet(at(deepest), at(deepest), pixels(deepest));
  count.attention(at(deepest), pixels(deepest));
  resnet(at(deepest), at(deepest), pixels(deepest));
  count.norm(at(0), pixels(0));
  count.layer(3, at(0), facts.channels, { positions: pixels(0) });
}
