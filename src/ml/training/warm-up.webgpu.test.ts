import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, it } from 'vitest';
import { type Device, openDevice } from '../backends/open-device.ts';
import { type Experiment, recipes } from '../config.ts';
import { cifar10, imageBytes, setClasses } from '../data/cifar10.testing.ts';
import { adapterInfos, pretendNullGpu } from '../device/null-gpu.testing.ts';
import { parseUNet2DConfig } from '../models/unet2d/config.ts';
import { describeNetwork } from '../network-description.lazy.ts';
import type { NetworkDescription } from '../network-description.ts';
import { createLearner } from './create-learner.ts';
import { warmUp } from './warm-up.ts';

let device: Device;
let stopPretending = () => {};
afterEach(() => {
  device.dispose();
  stopPretending();
});

const batchSize = 2;
const article: Experiment = { ...recipes.article.experiment, batchSize };
const classes: Experiment = { ...recipes.classes.experiment, batchSize };

/**
 * A small network with everything that a U-Net here can have: classes, attention, several levels.
 */
function miniature(): NetworkDescription {
  const described = describeNetwork(classes, cifar10);
  if (described.kind !== 'unet2d') throw new Error('a recipe with a U-Net');
  const config = parseUNet2DConfig({ ...described.config, block_out_channels: [8, 8, 16], norm_num_groups: 4 });
  return { ...described, config };
}

/**
 * Null: the real adapter. The other cases need no driver, because it is decided before a driver
 * compiles which programs are compiled.
 */
const cases = [
  ['the article’s network', null, article, () => describeNetwork(article, cifar10)],
  ['a U-Net on SwiftShader', adapterInfos['swiftshader with subgroups'], classes, miniature],
  ['a U-Net on a GPU', adapterInfos['a GPU'], classes, miniature],
] as const;

it.each(cases)(
  'the first step of %s compiles nothing that was not compiled ahead',
  async (_, info, experiment, describe) => {
    if (info) stopPretending = pretendNullGpu(info);
    device = await openDevice('webgpu');
    const network = describe();
    const told: string[] = [];
    await warmUp(network, experiment, (done, total) => told.push(`${done} of ${total}`));
    expect(told.length).toBeGreaterThan(10);
    expect(told.at(-1)).toBe(`${told.length - 1} of ${told.length - 1}`);

    // The weights are drawn and uploaded here, as before every first step.
    const learner = await createLearner(network, experiment, { totalSteps: 10, setClasses });
    const late: (string | undefined)[] = [];
    const { device: gpu } = tf.backend() as WebGPUBackend;
    const compile = gpu.createComputePipeline;
    gpu.createComputePipeline = (descriptor) => {
      late.push(descriptor.label);
      return compile.call(gpu, descriptor);
    };
    const batch = { bytes: new Uint8Array(batchSize * imageBytes), labels: new Uint16Array(batchSize) };
    const measured = learner.step(batch, experiment.learningRate);
    const [loss] = await measured.data<'float32'>();
    if (!info) expect(loss).toBeGreaterThan(0);
    expect(late).toEqual([]);
    measured.dispose();
    learner.dispose();
  },
);
