/**
 * diffusers' UNet2DModel: the U-Net of Ho, Jain and Abbeel, "Denoising Diffusion Probabilistic
 * Models", NeurIPS 2020 (appendix B), with the options that diffusers added. `config.json`,
 * parameter names and outputs are the same.
 */
import * as tf from '@tensorflow/tfjs-core';
import { activation } from '../../kernels/activation/index.ts';
import type { Timesteps } from '../../kernels/timestep-embedding/index.ts';
import { declareConv2d } from '../../nn/convolution.ts';
import { declareGroupNorm } from '../../nn/group-norm.ts';
import { LinearLayers } from '../../nn/linear.ts';
import { allocateAll, ModuleScope, type Parameter, type ParameterSource } from '../../nn/parameters.ts';
import type { Network } from '../model.ts';
import { declareDownBlock, declareMidBlock, declareUpBlock } from './blocks.ts';
import { activationOf, downsamplingOf, type UNet2DConfig, upsamplingOf } from './config.ts';
import { type ClassLabels, declareConditionEmbedding, embeddingFeatures } from './embedding.ts';

type Forward = (x: tf.Tensor4D, timesteps: Timesteps, classLabels?: ClassLabels) => tf.Tensor4D;

export interface UNet2DModel extends Network {
  readonly config: UNet2DConfig;
  /**
   * [n, h, w, in_channels] -> [n, h, w, out_channels]; h and w are multiples of 2^(levels - 1).
   * Takes one timestep per image (from 0, may be fractional) and, if the config has classes, one
   * label per image. Makes intermediate tensors: call it in a `tf.tidy`.
   */
  readonly forward: Forward;
}

/** `source` gives the values: `torchInitialization(stream)`, or those of a checkpoint. */
export function createUNet2DModel(config: UNet2DConfig, source: ParameterSource): UNet2DModel {
  const { declared, forward } = declareUNet2D(config);
  const parameters = allocateAll(declared, source);
  return {
    config,
    parameters,
    forward,
    dispose() {
      for (const variable of parameters.values()) variable.dispose();
    },
  };
}

/** The shape of every parameter as in PyTorch, by name and in diffusers' order; needs no device. */
export function unet2dShapes(config: UNet2DConfig): ReadonlyMap<string, readonly number[]> {
  return new Map([...declareUNet2D(config).declared].map(([name, { shape }]) => [name, shape]));
}

/** 1 / t, one per image. */
function inverse(timesteps: Timesteps): tf.Tensor4D {
  const numbers = timesteps instanceof tf.Tensor ? timesteps : tf.tensor1d(Float32Array.from(timesteps));
  return tf.div(1, tf.reshape(numbers, [-1, 1, 1, 1]));
}

function declareUNet2D(config: UNet2DConfig): { declared: ReadonlyMap<string, Parameter>; forward: Forward } {
  const declared = new Map<string, Parameter>();
  const scope = new ModuleScope(declared);
  const channels = config.block_out_channels;
  const deepest = channels.length - 1;
  const at = (level: number) => channels[Math.min(Math.max(level, 0), deepest)] ?? 0;
  const projections = new LinearLayers(embeddingFeatures(config));
  const kernel3 = { kernel: 3, stride: 1, padding: 1 };

  const convIn = declareConv2d(scope.child('conv_in'), {
    inChannels: config.in_channels,
    outChannels: at(0),
    ofData: true,
    ...kernel3,
  });
  const embed = declareConditionEmbedding(scope, config);
  const downBlocks = config.down_block_types.map((type, level) =>
    declareDownBlock(
      scope.child(`down_blocks.${level}`),
      {
        inChannels: at(level - 1),
        outChannels: at(level),
        projections,
        withAttention: type === 'AttnDownBlock2D',
        downsample: level < deepest ? downsamplingOf(type, config) : null,
      },
      config,
    ),
  );
  const upBlocks = config.up_block_types.map((type, i) => {
    const level = deepest - i;
    return declareUpBlock(
      scope.child(`up_blocks.${i}`),
      {
        skipChannels: at(level - 1),
        inChannels: at(level + 1),
        outChannels: at(level),
        projections,
        withAttention: type === 'AttnUpBlock2D',
        upsample: level > 0 ? upsamplingOf(type, config) : null,
      },
      config,
    );
  });
  const midBlock =
    config.mid_block_type === null ? null : declareMidBlock(scope.child('mid_block'), at(deepest), projections, config);
  const normOut = declareGroupNorm(scope.child('conv_norm_out'), at(0), {
    groups: config.norm_num_groups,
    epsilon: config.norm_eps,
    activation: 'silu', // whatever act_fn says
  });
  const convOut = declareConv2d(scope.child('conv_out'), {
    inChannels: at(0),
    outChannels: config.out_channels,
    ...kernel3,
  });

  const forward: Forward = (sample, timesteps, classLabels) => {
    const count = timesteps instanceof tf.Tensor ? timesteps.size : timesteps.length;
    if (count !== sample.shape[0]) throw new Error('one timestep an image');
    const emb = projections.project(activation(activationOf(config), embed(timesteps, classLabels)));
    let x = convIn(config.center_input_sample ? tf.sub(tf.mul(sample, 2), 1) : sample);
    const skips: tf.Tensor4D[] = [];
    for (const block of downBlocks) {
      const answer = block(x, emb);
      x = answer.x;
      skips.push(...answer.skips);
    }
    skips.push(x);
    if (midBlock) x = midBlock(x, emb);
    for (const block of upBlocks) x = block(x, emb, skips);
    const answer = convOut(normOut(x));
    return config.time_embedding_type === 'fourier' ? tf.mul(answer, inverse(timesteps)) : answer;
  };
  return { declared, forward };
}
