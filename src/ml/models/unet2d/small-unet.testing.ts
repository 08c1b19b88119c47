/** For tests: a U-Net of a few thousand parameters, for pictures of our size. */
import type { NetworkDescription } from '../../network-description.ts';
import { parseUNet2DConfig, type UNet2DConfig } from './config.ts';

export function smallUNetConfig(changes: object = {}): UNet2DConfig {
  return parseUNet2DConfig({
    sample_size: 32,
    block_out_channels: [4, 8],
    down_block_types: ['DownBlock2D', 'DownBlock2D'],
    up_block_types: ['UpBlock2D', 'UpBlock2D'],
    mid_block_type: null,
    layers_per_block: 1,
    norm_num_groups: 2,
    ...changes,
  });
}

/** For the classes of the data set and "no class". */
export const withClasses = { num_class_embeds: 11 };

export function smallUNetDescription(
  config: object = {},
  scheduler: object = {},
): NetworkDescription & { kind: 'unet2d' } {
  return {
    kind: 'unet2d',
    config: smallUNetConfig(config),
    scheduler: { _class_name: 'DDPMScheduler', prediction_type: 'epsilon', ...scheduler },
  };
}
