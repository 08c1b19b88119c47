import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { openDevice } from '../backends/open-device.ts';
import { type Experiment, experimentOn, lossNames, recipes, shippedSets } from '../config.ts';
import { parseUNet2DConfig } from '../models/unet2d/config.ts';
import { describeNetwork } from '../network-description.lazy.ts';
import { createLearner } from './create-learner.ts';
import { guardedStep } from './guarded-step.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

const set = { ...shippedSets.digits, side: 8 };
// Everything that a step may have: classes, dropped labels, weighted timesteps, an average and
// clipping.
const experiment = { ...experimentOn(recipes.classes, set), minSnrGamma: 5, batchSize: 3 };
const batch = {
  bytes: Uint8Array.from({ length: 3 * set.side ** 2 }, (_, i) => (i * 37) % 256),
  labels: Uint16Array.from([3, 1, 4]),
};

const config = parseUNet2DConfig({
  ...{ sample_size: set.side, in_channels: 1, out_channels: 1, num_class_embeds: 11 },
  ...{ block_out_channels: [4, 4], down_block_types: ['DownBlock2D', 'DownBlock2D'] },
  ...{ up_block_types: ['UpBlock2D', 'UpBlock2D'], layers_per_block: 1, norm_num_groups: 2, add_attention: false },
});

function learner(changes: Partial<Experiment> = {}) {
  const described = describeNetwork(experiment, set);
  if (described.kind !== 'unet2d') throw new Error('a recipe with a U-Net');
  return createLearner({ ...described, config }, { ...experiment, ...changes }, { totalSteps: 100, setClasses: 10 });
}

it.each(lossNames)('gives the same one image at a time as for the whole batch: %s', async (loss) => {
  const [whole, parts] = [await learner({ loss }), await learner({ loss })];
  for (let step = 0; step < 2; step++) {
    const expected = await (await guardedStep(whole, batch, 1e-3)).data();
    let asked = 0;
    const goesOn = async () => {
      asked += 1;
      return true;
    };
    const measured = await guardedStep(parts, batch, 1e-3, goesOn);
    const [loss = 0, norm = 0] = (await measured?.data()) ?? [];
    expect(loss / (expected[0] ?? 0)).toBeCloseTo(1, 5);
    expect(norm / (expected[1] ?? 0)).toBeCloseTo(1, 4);
    expect([asked, parts.optimizer.step]).toEqual([2, step + 1]);
  }
});

it('can be abandoned between two images, and then has changed nothing', async () => {
  const parts = await learner();
  const before = [...parts.parameters.values()].map((variable) => Array.from(variable.dataSync()));
  const { numTensors } = tf.memory();
  expect(await guardedStep(parts, batch, 1e-3, async () => false)).toBeNull();
  expect(parts.optimizer.step).toBe(0);
  expect([...parts.parameters.values()].map((variable) => Array.from(variable.dataSync()))).toEqual(before);
  expect(tf.memory().numTensors).toBe(numTensors);
  const full = await guardedStep(parts, batch, 1e-3, async () => true);
  full?.dispose();
  expect(tf.memory().numTensors).toBe(numTensors);
});
