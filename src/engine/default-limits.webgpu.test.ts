/**
 * Everything that the recipes do on a device stays within the limits that WebGPU promises of every
 * device. Dawn's null backend stands in for the device, so that every program of every adapter's
 * variants is checked in seconds.
 */
import { afterEach, expect, test } from 'vitest';
import { type Device, openDevice } from '../ml/backends/open-device.ts';
import { type Experiment, precisions, recipeNames, recipes, samplersFor } from '../ml/config.ts';
import { cifar10 } from '../ml/data/cifar10.testing.ts';
import { adapterInfos, pretendNullGpu } from '../ml/device/null-gpu.testing.ts';
import { defaultLimits } from '../ml/device/wanted.ts';
import { describeNetwork } from '../ml/network-description.lazy.ts';
import { warmUp } from '../ml/training/warm-up.ts';
import type { Sampling } from '../workers/protocol.ts';
import { miniature, zipped } from './miniature.fixture.ts';
import { restoreRequest } from './restore-request.fixture.ts';
import { closeSession, type Seen, startSession } from './session.fixture.ts';

let stopPretending = () => {};
function pretendToBe(info: object): void {
  stopPretending = pretendNullGpu(info);
}
let device: Device | null = null;
afterEach(async () => {
  await closeSession();
  device?.dispose();
  device = null;
  stopPretending();
});

test('the device has the default limits, and refuses what goes beyond them', async () => {
  pretendToBe(adapterInfos['a GPU']);
  const gpu = await (await navigator.gpu.requestAdapter())?.requestDevice();
  expect(gpu?.limits).toMatchObject(defaultLimits);
  const compile = (buffers: number, invocations: number, floats: number) => {
    const names = Array.from({ length: buffers }, (_, i) => `b${i}`);
    const code = `
      ${names.map((name, i) => `@group(0) @binding(${i}) var<storage, read_write> ${name} : array<f32>;`).join('\n')}
      var<workgroup> shared_floats : array<f32, ${floats}>;
      @compute @workgroup_size(${invocations}) fn main(@builtin(local_invocation_index) i : u32) {
        shared_floats[i] = 1.0;
        ${names.map((name) => `${name}[i] = shared_floats[i];`).join('\n')}
      }`;
    const module = gpu?.createShaderModule({ code });
    if (!gpu || !module) throw new Error('no device');
    return gpu.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } });
  };
  await compile(8, 256, 4096);
  await expect(compile(9, 256, 4096)).rejects.toThrow(/storage/i);
  await expect(compile(8, 257, 4096)).rejects.toThrow(/workgroup/i);
  await expect(compile(8, 256, 4097)).rejects.toThrow(/workgroup storage/i);
});

test.each(Object.entries(adapterInfos))('%s: a step of every recipe', async (_, info) => {
  pretendToBe(info);
  device = await openDevice('webgpu');
  const errors: string[] = [];
  device.errors(({ message }) => errors.push(message));
  for (const name of recipeNames) {
    for (const precision of precisions) {
      const experiment: Experiment = { ...recipes[name].experiment, precision };
      // Rejects if the device refuses a program.
      await warmUp(describeNetwork(experiment, cifar10), experiment, () => {});
    }
  }
  expect(errors).toEqual([]);
});

const data = { labels: [3, 1, 4, 1, 5, 9, 2], imagesPerShard: 4, testLabels: [3, 8] };
const picture = { count: 1, width: 32, height: 32, rgb: new Uint8Array(32 * 32 * 3) };

/**
 * Trains three steps, evaluates, samples with each of `samplings`, restores and saves, and expects
 * that the device refuses no command.
 */
async function lookedAt({ engine, until, notices }: Seen, samplings: readonly Sampling[]): Promise<void> {
  await engine.train(3);
  await Promise.race([until('paused'), until('failed')]);
  expect(notices.map(({ detail }) => detail)).toEqual([]);
  for (const [i, sampling] of samplings.entries()) await engine.generate(i, { seed: 1, count: 2, sampling });
  await engine.restore(100, restoreRequest(picture));
  expect((await engine.save()).length).toBeGreaterThan(1000);
  expect(notices.map(({ detail }) => detail)).toEqual([]);
}

const asked: Sampling = { sampler: 'ddim', steps: 3, eta: 1, guidance: 2, classIndex: 4, weights: 'ema' };

test.each(Object.entries(adapterInfos))(
  '%s: everything the engine does with the article’s network',
  async (_, info) => {
    pretendToBe(info);
    const seen = await startSession(data);
    const experiment = { ...recipes.article.experiment, batchSize: 2 };
    await seen.engine.open({ backend: 'webgpu', experiment, previewEvery: 1, resume: 'none' }, '');
    await lookedAt(seen, [asked]);
  },
);

test.each(
  Object.entries(adapterInfos).flatMap(([name, info]) =>
    precisions.map((precision) => [name, precision, info] as const),
  ),
)(
  '%s in %s: everything the engine does with a U-Net of several levels, classes and attention',
  async (_, precision, info) => {
    pretendToBe(info);
    const seen = await startSession(data);
    const experiment: Experiment = { ...recipes.classes.experiment, batchSize: 2, precision };
    const beside = { ...recipes.article.experiment, batchSize: 2 };
    await seen.engine.open({ backend: 'webgpu', experiment: beside, previewEvery: 1, resume: 'none' }, '');
    const unet = {
      block_out_channels: [8, 16],
      norm_num_groups: 4,
      down_block_types: ['AttnDownBlock2D', 'DownBlock2D'],
      up_block_types: ['UpBlock2D', 'AttnUpBlock2D'],
      add_attention: true,
      num_class_embeds: 11,
    };
    await seen.engine.load(zipped(miniature(experiment, unet)));
    const { prediction } = (await seen.engine.pause()).network;
    await lookedAt(
      seen,
      samplersFor(prediction).map((sampler) => ({ ...asked, sampler })),
    );
  },
);
