/**
 * The part of a checkpoint folder that describes the recipe `article`. diffusers has no class for
 * its network, and the folder does not pretend so: the names are ours and the layout is diffusers'.
 * The weights have the names and layouts of the article's PyTorch program, whose `load_state_dict`
 * reads them unchanged.
 */
import { z } from 'zod';
import { recipes } from '../config.ts';
import type { PictureShape } from '../data/description.ts';
import { channelCounts } from '../network-description.ts';
import { messageOf } from '../reasons.ts';

export const articleClass = 'ArticleDenoiser';

export const modelIndex = {
  _class_name: 'ArticleOnePassPipeline',
  _library_name: 'diffusion-playground',
  unet: ['diffusion_playground', articleClass],
  // One pass and no schedule: in diffusers, this marks an absent component.
  scheduler: [null, null],
} as const;

/**
 * Encoder: channels -> 64 -> 128; the decoder reverses it. ReLU between layers, tanh at the end.
 */
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
    error: messageOf({ code: 'unlike-channels' }),
  });
