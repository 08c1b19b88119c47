import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reasonInEnglish } from '../../../../tools/vitest/english.ts';
import { PlaygroundError } from '../../errors.ts';
import { parseUNet2DConfig } from './config.ts';
import { unet2dShapes } from './index.ts';

/** What google/ddpm-cifar10-32 has in its repository, as it is. */
const cifar10 = {
  _class_name: 'UNet2DModel',
  _diffusers_version: '0.1.1',
  act_fn: 'silu',
  attention_head_dim: null,
  block_out_channels: [128, 256, 256, 256],
  center_input_sample: false,
  down_block_types: ['DownBlock2D', 'AttnDownBlock2D', 'DownBlock2D', 'DownBlock2D'],
  downsample_padding: 0,
  flip_sin_to_cos: false,
  freq_shift: 1,
  in_channels: 3,
  layers_per_block: 2,
  mid_block_scale_factor: 1,
  norm_eps: 1e-6,
  norm_num_groups: 32,
  out_channels: 3,
  sample_size: 32,
  time_embedding_type: 'positional',
  up_block_types: ['UpBlock2D', 'UpBlock2D', 'AttnUpBlock2D', 'UpBlock2D'],
};

function refusalOf(json: unknown) {
  try {
    parseUNet2DConfig(json);
  } catch (error) {
    if (error instanceof PlaygroundError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('reads a published config, with diffusers’ defaults for missing fields', () => {
  const { _class_name, _diffusers_version, ...fields } = cifar10;
  expect(parseUNet2DConfig(cifar10)).toEqual({
    ...fields,
    time_embedding_dim: null,
    mid_block_type: 'UNetMidBlock2D',
    downsample_type: 'conv',
    upsample_type: 'conv',
    dropout: 0,
    attn_norm_num_groups: null,
    resnet_time_scale_shift: 'default',
    add_attention: true,
    class_embed_type: null,
    num_class_embeds: null,
    num_train_timesteps: null,
  });
});

test('reads an empty config as diffusers’ default network', () => {
  const config = parseUNet2DConfig({});
  expect(config).toMatchObject({ block_out_channels: [224, 448, 672, 896], attention_head_dim: 8, norm_eps: 1e-5 });
  // Its own parameters, as torch counts them.
  const count = [...unet2dShapes(config).values()].reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
  expect(count).toBe(274_056_163);
});

test('reading a parsed config again changes nothing', () => {
  const config = parseUNet2DConfig(cifar10);
  expect(parseUNet2DConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
});

test('ignores unknown fields that change nothing, and reports them', () => {
  const unknown: string[] = [];
  const ema = { decay: 0.9999, inv_gamma: 1, min_decay: 0, optimization_step: 7, power: 2 / 3, update_after_step: 0 };
  const others = { ...ema, use_ema_warmup: false, attention_legacy_order: false, dtype: 'float32', new_option: null };
  const config = parseUNet2DConfig({ ...cifar10, ...others, another: false, _name_or_path: '/home/me' }, unknown);
  expect(config).toEqual(parseUNet2DConfig(cifar10));
  expect(unknown).toEqual([...Object.keys(others), 'another']);
});

describe('refuses a network that we cannot run by its field and value', () => {
  test.each<[string, unknown]>([
    ['_class_name', 'UNet2DConditionModel'],
    ['act_fn', 'tanh'],
    ['add_attention', 1],
    ['attention_head_dim', 0],
    ['attention_head_dim', 257],
    ['attn_norm_num_groups', 48],
    ['block_out_channels', []],
    ['block_out_channels', [128, 256, 256]],
    ['block_out_channels', [128, 256, 256, 250]],
    ['block_out_channels', [1e9, 256, 256, 256]],
    ['class_embed_type', 'projection'],
    ['cross_attention_dim', 768],
    ['down_block_types', ['DownBlock2D', 'AttnDownBlock2D', 'SkipDownBlock2D', 'DownBlock2D']],
    ['down_block_types', ['DownBlock2D', 'DownBlock2D', 'DownBlock2D']],
    ['downsample_padding', 2],
    ['downsample_type', 'fir'],
    ['dropout', 1],
    ['freq_shift', 64],
    ['layers_per_block', [2, 2, 2, 2]],
    ['mid_block_scale_factor', 0],
    ['mid_block_type', 'UNetMidBlock2DCrossAttn'],
    ['norm_eps', -1],
    ['norm_num_groups', null],
    ['num_class_embeds', 1.5],
    ['out_channels', '3'],
    ['resnet_time_scale_shift', 'spatial'],
    ['sample_size', 36],
    ['sample_size', [32, 32, 32]],
    ['time_embedding_type', 'learned'],
    ['time_embedding_type', 'rotary'],
    ['up_block_types', ['UpBlock2D', 'UpBlock2D', 'AttnUpBlock2D', 'KUpBlock2D']],
    ['up_block_types', ['UpBlock2D', 'UpBlock2D', 'AttnUpBlock2D', 'CrossAttnUpBlock2D']],
    ['up_block_types', ['UpBlock2D']],
    ['upsample_type', 'fir'],
    ['use_rope', true],
  ])('%s: %j', (field, value) => {
    const { code, values } = refusalOf({ ...cifar10, [field]: value });
    expect(code).toBe('model-config');
    // Lists that must be as long as each other: the lists of blocks are named.
    const named =
      JSON.stringify(value) === '[128,256,256]'
        ? 'down_block_types'
        : value === 'learned'
          ? 'num_train_timesteps'
          : field;
    expect(values.field).toBe(named);
    if (named === field) expect(values.value).toBe(JSON.stringify(value));
    expect(reasonInEnglish(values.allowed ?? '')).toMatch(/\w/);
  });

  test('with any other content of the file', () => {
    const fields = fc.constantFrom(...Object.keys(cifar10));
    fc.assert(
      fc.property(fields, fc.jsonValue(), (field, value) => {
        try {
          parseUNet2DConfig({ ...cifar10, [field]: value });
        } catch (error) {
          expect(error).toMatchObject({ code: 'model-config' });
        }
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
        expect(refusalOf(value).values.field).toBe('config.json');
      }),
    );
  });
});
