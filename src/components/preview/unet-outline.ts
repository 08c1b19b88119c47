/** One level of a U-Net, as a figure shows it. */
export interface UNetLevel {
  readonly side: number;
  readonly channels: number;
  readonly attention: boolean;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Reads diffusers' `unet/config.json`: each level halves the side of the one before. Empty if the
 * config does not describe levels.
 */
export function readUNetOutline(config: Readonly<Record<string, unknown>>): readonly UNetLevel[] {
  const types = listOf(config.down_block_types);
  return listOf(config.block_out_channels).map((channels, level) => ({
    side: Number(config.sample_size) / 2 ** level,
    channels: Number(channels),
    attention: String(types[level]).startsWith('Attn'),
  }));
}
