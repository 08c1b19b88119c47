/**
 * The configuration of diffusers' `UNet2DModel`: `unet/config.json` with diffusers' names and
 * defaults. A value that would make a network that we cannot run is refused, never ignored.
 */
import { z } from 'zod';
import { PlaygroundError } from '../../errors.ts';
import type { ActivationName } from '../../kernels/activation/index.ts';
import { messageOf, type Reason, type ReasonValue, reasonOfIssue } from '../../reasons.ts';

export const unet2dClass = 'UNet2DModel';

/**
 * Limits on what a file may request, far above any network that trains in a browser: a hostile file
 * must not exhaust the memory.
 */
const most = { channels: 4096, levels: 8, layers: 8, classes: 100_000, size: 4096 } as const;

/** The messages say what is allowed; the error's sentence puts them after "Here it must be". */
const whole = (least: number, largest: number) =>
  z
    .int({ error: range(least, largest) })
    .min(least, range(least, largest))
    .max(largest, range(least, largest));
const range = (least: number, most: number) => messageOf({ code: 'whole-number', least, most });
const aboveZero = messageOf({ code: 'positive-number' });
const positive = () => z.number(aboveZero).positive(aboveZero);
const flag = () => z.boolean(messageOf({ code: 'true-or-false' }));
/** The message is zod's own: a list of the values. */
const oneOf = <const Value extends string | number>(...values: [Value, ...Value[]]) => z.literal(values);

const share = messageOf({ code: 'share-below-one' });
/** diffusers looks up activations in lower case. */
const lowerCase = <Value extends z.ZodType>(value: Value) =>
  z.preprocess((given) => (typeof given === 'string' ? given.toLowerCase() : given), value);
/** Before version 0.3 the names of blocks began with UNetRes; diffusers still removes it. */
const blockOf = <const Value extends string>(...values: [Value, ...Value[]]) =>
  z.preprocess((name) => (typeof name === 'string' ? name.replace(/^UNetRes/, '') : name), oneOf(...values));

const channels = () => whole(1, most.channels);
const sizes = () => whole(1, most.size);
const perLevel = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item, messageOf({ code: 'a-list' }))
    .min(1, messageOf({ code: 'filled-list' }))
    .max(most.levels, messageOf({ code: 'list-at-most', most: most.levels }));

const fields = z.strictObject({
  sample_size: z
    .union([sizes(), z.tuple([sizes(), sizes()])], messageOf({ code: 'one-or-two-sides', most: most.size }))
    .nullable()
    .default(null),
  in_channels: channels().default(3),
  out_channels: channels().default(3),
  center_input_sample: flag().default(false),
  time_embedding_type: oneOf('positional', 'fourier', 'learned').default('positional'),
  time_embedding_dim: channels().nullable().default(null),
  freq_shift: z.number(messageOf({ code: 'any-number' })).default(0),
  flip_sin_to_cos: flag().default(true),
  down_block_types: perLevel(blockOf('DownBlock2D', 'ResnetDownsampleBlock2D', 'AttnDownBlock2D')).default([
    'DownBlock2D',
    'AttnDownBlock2D',
    'AttnDownBlock2D',
    'AttnDownBlock2D',
  ]),
  mid_block_type: oneOf('UNetMidBlock2D').nullable().default('UNetMidBlock2D'),
  up_block_types: perLevel(blockOf('UpBlock2D', 'ResnetUpsampleBlock2D', 'AttnUpBlock2D')).default([
    'AttnUpBlock2D',
    'AttnUpBlock2D',
    'AttnUpBlock2D',
    'UpBlock2D',
  ]),
  block_out_channels: perLevel(channels()).default([224, 448, 672, 896]),
  layers_per_block: whole(1, most.layers).default(2),
  mid_block_scale_factor: positive().default(1),
  downsample_padding: oneOf(0, 1).default(1),
  // For blocks with attention; diffusers accepts null as `conv`, too.
  downsample_type: oneOf('conv', 'resnet').nullable().default('conv'),
  upsample_type: oneOf('conv', 'resnet').nullable().default('conv'),
  dropout: z.number(share).min(0, share).lt(1, share).default(0),
  act_fn: lowerCase(oneOf('silu', 'swish', 'mish', 'gelu', 'relu')).default('silu'),
  attention_head_dim: channels().nullable().default(8),
  norm_num_groups: channels().default(32),
  attn_norm_num_groups: channels().nullable().default(null),
  norm_eps: positive().default(1e-5),
  resnet_time_scale_shift: oneOf('default', 'scale_shift').default('default'),
  add_attention: flag().default(true),
  class_embed_type: oneOf('timestep', 'identity').nullable().default(null),
  num_class_embeds: whole(1, most.classes).nullable().default(null),
  // For learned time embeddings only.
  num_train_timesteps: whole(1, 1_000_000).nullable().default(null),
});

export type UNet2DConfig = z.infer<typeof fields>;
type Field = keyof UNet2DConfig;

/** A value that conflicts with the others: the field to name, and what it must be. */
type Conflict = readonly [field: Field, allowed: Reason];

/** The activation of the resnet blocks, under the kernels' name. */
export const activationOf = ({ act_fn }: UNet2DConfig): ActivationName => (act_fn === 'swish' ? 'silu' : act_fn);

/** How a level on the way down halves the picture at its end. */
export function downsamplingOf(block: UNet2DConfig['down_block_types'][number], config: UNet2DConfig) {
  if (block === 'ResnetDownsampleBlock2D') return 'resnet';
  return block === 'AttnDownBlock2D' ? (config.downsample_type ?? 'conv') : 'conv';
}

/** How a level on the way up doubles the picture at its end. */
export function upsamplingOf(block: UNet2DConfig['up_block_types'][number], config: UNet2DConfig) {
  if (block === 'ResnetUpsampleBlock2D') return 'resnet';
  return block === 'AttnUpBlock2D' ? (config.upsample_type ?? 'conv') : 'conv';
}

function firstConflict(config: UNet2DConfig): Conflict | null {
  const { block_out_channels, down_block_types, up_block_types, norm_num_groups, attention_head_dim } = config;
  const levels = block_out_channels.length;
  if (down_block_types.length !== levels) return ['down_block_types', { code: 'list-as-channels', levels }];
  if (up_block_types.length !== levels) return ['up_block_types', { code: 'list-as-channels', levels }];
  if (block_out_channels.some((count) => count % norm_num_groups !== 0)) {
    return ['block_out_channels', { code: 'multiples-of-groups', groups: norm_num_groups }];
  }
  const [first = 0, last = 0] = [block_out_channels[0], block_out_channels.at(-1)];
  if (config.time_embedding_type === 'positional' && Math.floor(first / 2) <= config.freq_shift)
    return ['freq_shift', { code: 'below-half', half: first / 2 }];
  if (config.attn_norm_num_groups !== null && last % config.attn_norm_num_groups !== 0) {
    return ['attn_norm_num_groups', { code: 'divisor-of-last', channels: last }];
  }
  if (config.time_embedding_type === 'learned' && config.num_train_timesteps === null) {
    return ['num_train_timesteps', { code: 'learned-timesteps' }];
  }
  const narrowest = Math.min(...attentionChannels(config));
  if (attention_head_dim !== null && attention_head_dim > narrowest) {
    return ['attention_head_dim', { code: 'at-most-channels', channels: narrowest }];
  }
  const factor = 2 ** (levels - 1);
  if ([config.sample_size].flat().some((size) => size !== null && size % factor !== 0)) {
    return ['sample_size', { code: 'multiple-for-levels', factor, times: levels - 1 }];
  }
  return null;
}

function attentionChannels(config: UNet2DConfig): number[] {
  const { block_out_channels, down_block_types, up_block_types, mid_block_type, add_attention } = config;
  const reversed = [...block_out_channels].reverse();
  return [
    ...block_out_channels.filter((_, level) => down_block_types[level] === 'AttnDownBlock2D'),
    ...reversed.filter((_, level) => up_block_types[level] === 'AttnUpBlock2D'),
    ...(mid_block_type !== null && add_attention ? reversed.slice(0, 1) : []),
  ];
}

/** The names of `oneOf` alone: "must be" is the sentence's. */
function allowedBy(issue: z.core.$ZodIssue | undefined): ReasonValue {
  const reason = reasonOfIssue(issue);
  return reason.code === 'must-be' ? reason.names : reason;
}

function refusal(field: string, value: unknown, allowed: ReasonValue): PlaygroundError {
  // The sentence cannot hold a list of thousands.
  const shown = JSON.stringify(value)?.slice(0, 100) ?? { code: 'field-missing' };
  return new PlaygroundError('model-config', { field, value: shown, allowed });
}

/**
 * Fields of other programs beside the network's own. Whatever their value, they do not change the
 * output.
 */
const harmless: ReadonlySet<string> = new Set([
  'attention_legacy_order',
  'dtype',
  'torch_dtype',
  // diffusers' EMAModel
  'decay',
  'inv_gamma',
  'min_decay',
  'optimization_step',
  'power',
  'update_after_step',
  'use_ema_warmup',
]);

/** A field that is null or false requests nothing. */
const asksForNothing = (name: string, value: unknown): boolean =>
  value === null || value === false || harmless.has(name);

/**
 * `json`: the parsed `config.json`, not yet validated. Skips diffusers' own notes (`_class_name`,
 * `_diffusers_version`, ...). Adds to `unknown` the names of other fields that it skips because
 * they change nothing. Throws `model-config` with the field and its value.
 */
export function parseUNet2DConfig(json: unknown, unknown: string[] = []): UNet2DConfig {
  const object = z.record(z.string(), z.unknown()).safeParse(json);
  if (!object.success) throw refusal('config.json', json, { code: 'json-object' });
  const { _class_name: className = unet2dClass } = object.data;
  if (className !== unet2dClass) throw refusal('_class_name', className, JSON.stringify(unet2dClass));
  const entries = Object.entries(object.data).filter(([name]) => !name.startsWith('_'));
  const strangers = entries.filter(([name]) => !(name in fields.shape));
  for (const [name, value] of strangers) {
    if (!asksForNothing(name, value)) throw refusal(name, value, { code: 'absent-field', model: unet2dClass });
    unknown.push(name);
  }
  const given = Object.fromEntries(entries.filter(([name]) => name in fields.shape));
  const parsed = fields.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = String(issue?.path[0]);
    throw refusal(field, given[field], allowedBy(issue));
  }
  const conflict = firstConflict(parsed.data);
  if (conflict) throw refusal(conflict[0], parsed.data[conflict[0]], conflict[1]);
  return parsed.data;
}
