/**
 * What a checkpoint folder says of the recipe `article`. Its network is no class of diffusers, and the folder does not pretend: the names are
 * our own, the layout is diffusers', and the weights carry the names and layouts of the article's PyTorch program, which can
 * `load_state_dict` them as they are.
 */
import { z } from 'zod';
import { imageChannels, imageSide, recipes } from '../config.ts';

export const articleClass = 'ArticleDenoiser';

export const modelIndex = {
  _class_name: 'ArticleOnePassPipeline',
  _library_name: 'diffusion-playground',
  unet: ['diffusion_playground', articleClass],
  // One pass and no schedule: diffusers' way to say that a component is absent.
  scheduler: [null, null],
} as const;

/** Encoder 3 -> 64 -> 128, decoder back; ReLU between, tanh at the end. */
export const articleConfig = {
  _class_name: articleClass,
  sample_size: imageSide,
  in_channels: imageChannels,
  out_channels: imageChannels,
  block_out_channels: [64, 128],
  kernel_size: 4,
  stride: 2,
  padding: 1,
  noise_std: recipes.article.noiseStd,
} as const;

export const articleConfigSchema = z.object({
  _class_name: z.literal(articleClass),
  sample_size: z.literal(articleConfig.sample_size),
  in_channels: z.literal(articleConfig.in_channels),
  out_channels: z.literal(articleConfig.out_channels),
  block_out_channels: z.tuple([z.literal(64), z.literal(128)]),
  kernel_size: z.literal(articleConfig.kernel_size),
  stride: z.literal(articleConfig.stride),
  padding: z.literal(articleConfig.padding),
});
