/**
 * Folders and files that training scripts leave behind. Each either opens as the network it holds
 * or is refused with an error that says what it is.
 */

import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readDiffusersFolder } from '../../../tools/golden/diffusers.ts';
import { reasonInEnglish } from '../../../tools/vitest/english.ts';
import { readFolder, writeFolder } from './folder.ts';
import type { Folder } from './folder-files.ts';
import { type NamedTensors, readSafetensors, writeSafetensors } from './safetensors.ts';
import { isForTrainProgram } from './unet2d.ts';
import { unzipFolder } from './zip.ts';

const current = readDiffusersFolder('current');
const weightsFile = 'unet/diffusion_pytorch_model.safetensors';
const bytesOf = (path: string) => current.get(path) ?? new Uint8Array();
const text = (content: string) => new TextEncoder().encode(content);
const expected = readSafetensors('good', bytesOf(weightsFile));

const json = (path: string): object => JSON.parse(new TextDecoder().decode(bytesOf(path)));

/**
 * The files that diffusers' EMAModel writes: its own seven fields are in the config beside the
 * network's.
 */
const averaged: [string, Uint8Array<ArrayBuffer>][] = [
  [
    'unet_ema/config.json',
    text(
      JSON.stringify({
        ...json('unet/config.json'),
        ...{ decay: 0.9999, inv_gamma: 1, min_decay: 0, optimization_step: 9, power: 0.67, update_after_step: 0 },
        use_ema_warmup: false,
      }),
    ),
  ],
  ['unet_ema/diffusion_pytorch_model.safetensors', bytesOf(weightsFile)],
];

function having(changes: Readonly<Record<string, Uint8Array<ArrayBuffer> | null>>): Folder {
  const folder = new Map(current);
  for (const [path, bytes] of Object.entries(changes)) {
    if (bytes) folder.set(path, bytes);
    else folder.delete(path);
  }
  return folder;
}

const sums = (tensors: NamedTensors) =>
  Object.fromEntries([...tensors].map(([name, { values }]) => [name, values.reduce((sum, value) => sum + value, 0)]));

function opened(folder: Folder): string {
  const { weights, notices } = readFolder('folder', folder);
  expect(sums(weights)).toEqual(sums(expected));
  return notices?.map(reasonInEnglish).join('; ') ?? '';
}

describe('finds the network', () => {
  it('in unet_ema if there is only that', () => {
    const said = opened(new Map(averaged));
    expect(said).toMatch(/unet_ema/);
    expect(said).toMatch(/decay, inv_gamma, min_decay, optimization_step, power, update_after_step, use_ema_warmup/);
    expect(said).toMatch(/no scheduler_config.json: DDPMScheduler .* is assumed/);
  });

  it('in unet_ema rather than in unet, if a training script saved both', () => {
    const raw = writeSafetensors(
      new Map([...expected].map(([name, { shape, values }]) => [name, { shape, values: values.map((v) => v + 1) }])),
    );
    const saved = new Map([
      ...averaged,
      ['unet/config.json', bytesOf('unet/config.json')] as const,
      [weightsFile, raw] as const,
    ]);
    expect(opened(saved)).toMatch(/unet_ema/);
  });

  it('in unet, if a pipeline has both', () => {
    expect(opened(new Map([...current, ...averaged]))).toBe('');
  });

  it('at the root if it is alone there, and reports the schedule that it assumes', () => {
    const bare = new Map([
      ['config.json', bytesOf('unet/config.json')],
      ['diffusion_pytorch_model.safetensors', bytesOf(weightsFile)],
    ]);
    expect(opened(bare)).toMatch(/DDPMScheduler with 1000 timesteps, linear betas and epsilon is assumed/);
    expect(readFolder('bare', bare).network).toMatchObject({
      scheduler: { _class_name: 'DDPMScheduler', beta_schedule: 'linear', prediction_type: 'epsilon' },
    });
  });

  it('in the newest of accelerate’s checkpoint-N', () => {
    const old = text('{}');
    const files = Object.fromEntries([
      ...['checkpoint-500', 'checkpoint-99'].map((name) => [`run/${name}/unet_ema/config.json`, old]),
      ...averaged.map(([path, bytes]) => [`run/checkpoint-1500/${path}`, bytes]),
      ['run/checkpoint-1500/random_states_0.pkl', text('')],
      ['run/checkpoint-1500/optimizer.bin', text('')],
    ]);
    expect(opened(unzipFolder('run.zip', zipSync(files)))).toMatch(/unet_ema/);
  });
});

describe('reads weights', () => {
  /** Makes a safetensors file of these tensors: name, type, shape and bytes of each. */
  function file(tensors: readonly [string, string, readonly number[], Uint8Array][], metadata: unknown = null) {
    let end = 0;
    const entries = tensors.map(([name, dtype, shape, { length }]) => {
      end += length;
      return [name, { dtype, shape, data_offsets: [end - length, end] }] as const;
    });
    const header = text(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }));
    const bytes = new Uint8Array(8 + header.length + end);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
    bytes.set(header, 8);
    let offset = 8 + header.length;
    for (const [, , , data] of tensors) {
      bytes.set(data, offset);
      offset += data.length;
    }
    return bytes;
  }
  const wide = [...expected].map(([name, { shape, values }]): [string, string, readonly number[], Uint8Array] => [
    name,
    'F64',
    shape,
    new Uint8Array(Float64Array.from(values).buffer),
  ]);

  it('in float64, with "__metadata__": null', () => {
    expect(opened(having({ [weightsFile]: file(wide) }))).toBe('the weights are of float64 and are rounded to float32');
  });

  it('beside integer tensors that are not weights', () => {
    const counters: typeof wide = [
      ['norm.num_batches_tracked', 'I64', [], new Uint8Array(8)],
      ['positions', 'I32', [2], new Uint8Array(8)],
      ['mask', 'BOOL', [3], new Uint8Array(3)],
    ];
    const said = opened(having({ [weightsFile]: file([...wide, ...counters]) }));
    expect(said).toMatch(/whole numbers .*norm.num_batches_tracked, positions, mask/);
  });

  it('but not if a weight is an integer tensor', () => {
    const [first, ...others] = wide;
    if (!first) return expect.fail('there are weights');
    const [name, , shape, bytes] = first;
    const folder = having({ [weightsFile]: file([[name, 'I64', shape, bytes], ...others]) });
    expect(() => readFolder('folder', folder)).toThrow(/type-of-whole-numbers.*I64/);
  });

  it.each(['module.', '_orig_mod.', '_orig_mod.module.', 'module._orig_mod.'])('under the prefix %s', (prefix) => {
    const prefixed = new Map([...expected].map(([name, tensor]) => [prefix + name, tensor]));
    expect(opened(having({ [weightsFile]: writeSafetensors(prefixed) }))).toBe(
      `the prefix ${prefix} of all names is left out`,
    );
  });

  it('but not under a prefix that some names lack', () => {
    const mixed = new Map([...expected].map(([name, tensor], i) => [i === 0 ? `module.${name}` : name, tensor]));
    const folder = having({ [weightsFile]: writeSafetensors(mixed) });
    expect(() => readFolder('folder', folder)).toThrow(/missing/);
  });
});

describe('names what it finds instead of a file:', () => {
  const pointer = text('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 143000000\n');
  const page = text('\n<!DOCTYPE html>\n<html lang="en"><head><title>Not here</title>');

  it.each([weightsFile, 'unet/config.json'])('a Git LFS pointer instead of %s', (path) => {
    const read = () => readFolder('folder', having({ [path]: pointer }));
    expect(read).toThrow(expect.objectContaining({ code: 'checkpoint-lfs-pointer', values: { file: path } }));
  });

  it.each([weightsFile, 'model_index.json'])('a web page instead of %s', (path) => {
    const read = () => readFolder('folder', having({ [path]: page }));
    expect(read).toThrow(expect.objectContaining({ code: 'checkpoint-web-page', values: { file: path } }));
  });

  it('either of them instead of a .zip', () => {
    expect(() => unzipFolder('a.zip', page)).toThrow(expect.objectContaining({ code: 'checkpoint-web-page' }));
    expect(() => unzipFolder('a.zip', pointer)).toThrow(expect.objectContaining({ code: 'checkpoint-lfs-pointer' }));
  });

  it('a file of PyTorch, which is a .zip around a pickle', () => {
    const folder = unzipFolder('model.zip', zipSync({ 'archive/data.pkl': text(''), 'archive/data/0': text('') }));
    expect(() => readFolder('model.zip', folder)).toThrow(expect.objectContaining({ code: 'checkpoint-pickle' }));
  });
});

describe('a checkpoint that is written again', () => {
  const training = (changes: object, scheduler: object) => {
    const { network } = readFolder('folder', current);
    if (network.kind !== 'unet2d') return expect.fail('it is a U-Net');
    const config = { ...network.config, ...changes };
    return isForTrainProgram({ ...network, config, scheduler: { ...network.scheduler, ...scheduler } });
  };

  it('keeps its original scheduler', () => {
    const file = 'scheduler/scheduler_config.json';
    const pndm = text(
      JSON.stringify({ _class_name: 'PNDMScheduler', beta_schedule: 'scaled_linear', skip_prk_steps: true }),
    );
    const checkpoint = readFolder('folder', having({ [file]: pndm }));
    expect(checkpoint.notices?.map(reasonInEnglish).join()).toMatch(/PNDMScheduler .* DPMSolverMultistepScheduler/);
    expect(JSON.parse(new TextDecoder().decode(writeFolder(checkpoint).get(file)))).toMatchObject({
      _class_name: 'PNDMScheduler',
      beta_schedule: 'scaled_linear',
      skip_prk_steps: true,
    });
  });

  it('reports that its network is wrapped, if that uses another kind of noise level', () => {
    const edm = text(JSON.stringify({ _class_name: 'EDMEulerScheduler' }));
    const { notices } = readFolder('folder', having({ 'scheduler/scheduler_config.json': edm }));
    expect(notices?.map(reasonInEnglish).join()).toMatch(/EDMEulerScheduler .* wrapped so that it answers as a flow/);
  });

  it('has a train.py only if that supports its labels and noise', () => {
    expect(training({}, {})).toBe(true);
    expect(training({}, { _class_name: 'PNDMScheduler' })).toBe(true);
    expect(training({ num_class_embeds: 11 }, {})).toBe(true);
    expect(training({ num_class_embeds: 5 }, {})).toBe(true);
    expect(training({ class_embed_type: 'identity' }, {})).toBe(false);
    expect(training({}, { _class_name: 'EDMEulerScheduler' })).toBe(false);
    expect(training({}, { _class_name: 'FlowMatchHeunDiscreteScheduler' })).toBe(false);
  });
});
