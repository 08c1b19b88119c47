/**
 * What a stranger's folder may try, with the reason for which it is refused. Nothing that it
 * declares is allocated first.
 */
import { describe, expect, it } from 'vitest';
import { readDiffusersFolder } from '../../../tools/golden/diffusers.ts';
import { sentenceOf } from '../../../tools/vitest/english.ts';
import { PlaygroundError, reportOf } from '../errors.ts';
import { readFolder, writeFolder } from './folder.ts';
import type { Folder } from './folder-files.ts';
import { maxFolderBytes, maxFolderFiles } from './limits.ts';
import { type NamedTensors, readSafetensors, writeSafetensors } from './safetensors.ts';

type Content = Uint8Array<ArrayBuffer> | string | object | null;

/** A folder that diffusers wrote, with other contents at these paths; null removes the file. */
function having(base: Parameters<typeof readDiffusersFolder>[0], changes: Readonly<Record<string, Content>>): Folder {
  const folder = readDiffusersFolder(base);
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) folder.delete(path);
    else if (content instanceof Uint8Array) folder.set(path, content);
    else folder.set(path, new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content)));
  }
  return folder;
}

function refusal(folder: Folder): { code: string; reason: string } {
  try {
    readFolder('stranger', folder);
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    return { code: error.code, reason: sentenceOf(reportOf(error)) };
  }
  return expect.fail('it was accepted');
}

function jsonOf(base: Parameters<typeof readDiffusersFolder>[0], path: string): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(readDiffusersFolder(base).get(path)));
}

const weightsFile = 'unet/diffusion_pytorch_model.safetensors';
const indexFile = `${weightsFile}.index.json`;
const shard = (i: number) => `diffusion_pytorch_model-0000${i}-of-00003.safetensors`;
const config = jsonOf('current', 'unet/config.json');
const scheduler = jsonOf('current', 'scheduler/scheduler_config.json');
const { weights } = readFolder('good', readDiffusersFolder('current'));
const withWeights = (tensors: NamedTensors) => having('current', { [weightsFile]: writeSafetensors(tensors) });
const withConfig = (changes: object) => having('current', { 'unet/config.json': { ...config, ...changes } });
const withScheduler = (changes: object) =>
  having('current', { 'scheduler/scheduler_config.json': { ...scheduler, ...changes } });
const withIndex = (weight_map: unknown) => having('sharded', { [indexFile]: { weight_map } });
const map = Object(jsonOf('sharded', indexFile).weight_map) as Record<string, string>;
const first = { shape: [1], values: Float32Array.of(Number.NaN) };

const cases: [string, () => Folder, string, RegExp][] = [
  [
    'weights only as a pickle',
    () => having('current', { [weightsFile]: null, 'unet/diffusion_pytorch_model.bin': '' }),
    'checkpoint-pickle',
    /unet.diffusion_pytorch_model.bin/,
  ],
  [
    'a pickle at the root',
    () => having('root', { 'diffusion_pytorch_model.safetensors': null, 'diffusion_pytorch_model.bin': '' }),
    'checkpoint-pickle',
    /diffusion_pytorch_model.bin/,
  ],
  ['no weights', () => having('current', { [weightsFile]: null }), 'checkpoint-file-missing', /safetensors/],
  [
    'no scheduler',
    () => having('current', { 'scheduler/scheduler_config.json': null }),
    'checkpoint-file-missing',
    /scheduler_config/,
  ],
  [
    'a header over the limit',
    () => having('current', { [weightsFile]: Uint8Array.of(0, 0, 32, 0, 0, 0, 0, 0, 123) }),
    'checkpoint-invalid',
    /header would be 2097152 bytes/,
  ],
  [
    'a value that is not a number',
    () =>
      withWeights(new Map([...weights, ['conv_out.bias', { shape: [3], values: Float32Array.of(0, Number.NaN, 0) }]])),
    'checkpoint-invalid',
    /conv_out.bias holds a value/,
  ],
  [
    'another shape',
    () => withWeights(new Map([...weights, ['conv_out.bias', { shape: [1, 3], values: new Float32Array(3) }]])),
    'checkpoint-tensor',
    /conv_out.bias.*1 x 3 where 3 is/,
  ],
  [
    'a tensor too many',
    () => withWeights(new Map([...weights, ['extra', first]])),
    'checkpoint-tensor',
    /extra.*not expected/,
  ],
  [
    'a tensor too few',
    () => withWeights(new Map([...weights].slice(1))),
    'checkpoint-tensor',
    /conv_in.weight.*missing/,
  ],
  [
    'one parameter under its old and its new name',
    () => {
      const bias = weights.get('mid_block.attentions.0.to_q.bias') ?? first;
      return withWeights(new Map([...weights, ['mid_block.attentions.0.query.bias', bias]]));
    },
    'checkpoint-tensor',
    /to_q.bias.*twice/,
  ],
  [
    'an index that leads outside',
    () => withIndex({ ...map, 'conv_in.bias': '../../secret.safetensors' }),
    'checkpoint-invalid',
    /secret.*not the name of a file/,
  ],
  [
    'an index with an absolute path',
    () => withIndex({ ...map, 'conv_in.bias': '/etc/x.safetensors' }),
    'checkpoint-invalid',
    /not the name of a file/,
  ],
  ['an index of nothing', () => withIndex([]), 'checkpoint-invalid', /weight_map/],
  [
    'an index with a missing file',
    () => withIndex({ ...map, ghost: 'other.safetensors' }),
    'checkpoint-file-missing',
    /other.safetensors/,
  ],
  [
    'an index with a missing tensor',
    () => withIndex({ ...map, ghost: shard(1) }),
    'checkpoint-invalid',
    /ghost is not in/,
  ],
  [
    'an index of too many files',
    () => withIndex(Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`t${i}`, `f${i}.safetensors`]))),
    'checkpoint-invalid',
    /names 65 files/,
  ],
  [
    'a tensor in two shards',
    () => {
      const second = readSafetensors(
        'second',
        readDiffusersFolder('sharded').get(`unet/${shard(2)}`) ?? new Uint8Array(),
      );
      const twice = new Map([...second, ['conv_in.bias', { shape: [8], values: new Float32Array(8) }]]);
      return having('sharded', { [`unet/${shard(2)}`]: writeSafetensors(twice) });
    },
    'checkpoint-invalid',
    /conv_in.bias stands in .*00002-of-00003/,
  ],
  [
    'a latent pipeline',
    () =>
      having('current', {
        'model_index.json': { unet: ['diffusers', 'UNet2DModel'], vqvae: ['diffusers', 'VQModel'] },
      }),
    'checkpoint-invalid',
    /a part vqvae/,
  ],
  [
    'a text-to-image network',
    () => withConfig({ _class_name: 'UNet2DConditionModel' }),
    'model-config',
    /UNet2DConditionModel/,
  ],
  [
    'a block that does not run here',
    () => withConfig({ down_block_types: ['SkipDownBlock2D', 'DownBlock2D'] }),
    'model-config',
    /down_block_types.*SkipDownBlock2D/,
  ],
  ['pictures too large to show', () => withConfig({ sample_size: 256 }), 'model-config', /sample_size.*256.*8 to 128/],
  ['pictures too small to show', () => withConfig({ sample_size: 4 }), 'model-config', /sample_size is 4\..*8 to 128/],
  ['an odd side', () => withConfig({ sample_size: 31 }), 'model-config', /sample_size.*multiple/],
  [
    'pictures of two sides',
    () => withConfig({ sample_size: [32, 64] }),
    'model-config',
    /sample_size.*32,64.*as wide as/,
  ],
  ['pictures of two channels', () => withConfig({ in_channels: 2 }), 'model-config', /in_channels is 2\..*1, 3 or 4/],
  [
    'grey pictures answered in colour',
    () => withConfig({ in_channels: 1 }),
    'model-config',
    /out_channels is 3\..*1, as/,
  ],
  ['a learned variance', () => withConfig({ out_channels: 6 }), 'model-config', /out_channels is 6\./],
  [
    'more halvings than pixels',
    () =>
      withConfig({
        sample_size: 32,
        block_out_channels: Array(7).fill(8),
        down_block_types: Array(7).fill('DownBlock2D'),
        up_block_types: Array(7).fill('UpBlock2D'),
      }),
    'model-config',
    /sample_size.*multiple of 64/,
  ],
  [
    'a network of billions',
    () =>
      withConfig({
        sample_size: null,
        norm_num_groups: 8,
        layers_per_block: 8,
        block_out_channels: Array(6).fill(4096),
        down_block_types: Array(6).fill('AttnDownBlock2D'),
        up_block_types: Array(6).fill('AttnUpBlock2D'),
      }),
    'checkpoint-too-large',
    /asks for \d{5} million/,
  ],
  [
    'a network with more numbers than its file',
    () => withConfig({ block_out_channels: [512, 512] }),
    'checkpoint-tensor',
    /conv_in.weight.*8 x 3 x 3 x 3 where 512 x 3 x 3 x 3/,
  ],
  [
    'a scheduler that does not run here',
    () => withScheduler({ _class_name: 'VQDiffusionScheduler' }),
    'scheduler-config',
    /VQDiffusionScheduler/,
  ],
  [
    'a field of the scheduler that does not run here',
    () => withScheduler({ beta_schedule: 'laplace' }),
    'scheduler-config',
    /beta_schedule.*laplace/,
  ],
  [
    'a schedule of too many timesteps',
    () => withScheduler({ num_train_timesteps: 1e9 }),
    'scheduler-config',
    /num_train_timesteps/,
  ],
  [
    'JSON without end',
    () => having('current', { 'unet/config.json': ' '.repeat(5e6) }),
    'checkpoint-invalid',
    /5000000 bytes/,
  ],
  [
    'too many files',
    () => having('current', Object.fromEntries(Array.from({ length: maxFolderFiles }, (_, i) => [`f${i}`, '']))),
    'checkpoint-too-large',
    /256 files/,
  ],
  [
    'too many bytes',
    () => having('current', { 'model.bin': new Uint8Array(maxFolderBytes) }),
    'checkpoint-too-large',
    /640 MB/,
  ],
];

describe('is refused with its reason, without using memory', () => {
  it.each(cases)('%s', (_, build, code, reason) => {
    const folder = build();
    const before = process.memoryUsage().arrayBuffers;
    const refused = refusal(folder);
    expect(refused.code).toBe(code);
    expect(refused.reason).toMatch(reason);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4e6);
  });
});

it('the size limit allows ddpm-cifar10 with its training state', () => {
  const parameters = 35_746_307;
  expect(maxFolderBytes).toBeGreaterThan(4 * 4 * parameters + 8e6);
});

it('a pickle beside readable weights is ignored', () => {
  const folder = having('current', { 'unet/diffusion_pytorch_model.bin': '' });
  expect(readFolder('both', folder).weights.size).toBe(weights.size);
});

it('reads float32 as a view of the file, without copying', () => {
  const bytes = writeFolder({ ...readFolder('good', readDiffusersFolder('current')), training: null }).get(weightsFile);
  const read = readSafetensors('f', bytes ?? new Uint8Array());
  for (const { values } of read.values()) expect(values.buffer).toBe(bytes?.buffer);
});
