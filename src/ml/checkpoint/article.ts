/**
 * What a checkpoint folder says of the recipe `article`. Its network is no class of diffusers, and the folder does not pretend: the names are
 * our own, the layout is diffusers', and the weights carry the names and layouts of the article's PyTorch program, which can
 * `load_state_dict` them as they are.
 */
import { z } from 'zod';
import { recipes } from '../config.ts';
import type { PictureShape } from '../data/description.ts';
import { channelCounts } from '../network-description.ts';

export const articleClass = 'ArticleDenoiser';

export const modelIndex = {
  _class_name: 'ArticleOnePassPipeline',
  _library_name: 'diffusion-playground',
  unet: ['diffusion_playground', articleClass],
  // One pass and no schedule: diffusers' way to say that a component is absent.
  scheduler: [null, null],
} as const;

/** Encoder: channels -> 64 -> 128, decoder back; ReLU between, tanh at the end. */
export const articleConfig = ({ side, channels }: PictureShape) => ({
  _class_name: articleClass,
  sample_size: side,
  in_channels: channels,
  out_channels: channels,
  ...architecture,
  noise_std: recipes.article.noiseStd,
});

const architecture = {
  block_out_channels: [64, 128],
  kernel_size: 4,
  stride: 2,
  padding: 1,
} as const;

export const articleConfigSchema = z
  .object({
    _class_name: z.literal(articleClass),
    sample_size: z.int(),
    in_channels: z.literal(channelCounts),
    out_channels: z.literal(channelCounts),
    block_out_channels: z.tuple([z.literal(64), z.literal(128)]),
    kernel_size: z.literal(architecture.kernel_size),
    stride: z.literal(architecture.stride),
    padding: z.literal(architecture.padding),
  })
  .refine(({ in_channels, out_channels }) => in_channels === out_channels, {
    path: ['out_channels'],
    error: 'as many as in_channels',
  });
