/**
 * Training on a device with only WebGPU's default limits gives the same numbers as with all that
 * the adapter has.
 */
import { afterEach, expect, test } from 'vitest';
import { openDevice } from '../backends/open-device.ts';
import { type Experiment, recipes } from '../config.ts';
import { articleNetwork, imageBytes, setClasses } from '../data/cifar10.testing.ts';
import { pretendGpu } from '../device/pretended-gpu.testing.ts';
import { defaultLimits } from '../device/wanted.ts';
import { smallUNetDescription, withClasses } from '../models/unet2d/small-unet.testing.ts';
import type { NetworkDescription } from '../network-description.ts';
import { randomStream } from '../random.ts';
import { createLearner } from './create-learner.ts';

let restore = () => {};
afterEach(() => restore());

/** Loss and gradient norm of two steps. */
async function trained(network: NetworkDescription, experiment: Experiment): Promise<number[]> {
  const device = await openDevice('webgpu');
  const errors: string[] = [];
  device.errors(({ message }) => errors.push(message));
  const learner = await createLearner(network, experiment, { totalSteps: 1000, setClasses });
  const bytes = new Uint8Array(2 * imageBytes);
  randomStream(3).uint32(0, new Uint32Array(bytes.buffer));
  const seen: number[] = [];
  for (let step = 0; step < 2; step++) {
    const measured = learner.step({ bytes, labels: Uint16Array.of(3, 8) }, 1e-2);
    seen.push(...(await measured.data<'float32'>()));
    measured.dispose();
  }
  learner.dispose();
  device.dispose();
  expect(errors).toEqual([]);
  return seen;
}

const cases: readonly [string, NetworkDescription, Experiment][] = [
  ['the article’s network', articleNetwork, { ...recipes.article.experiment, batchSize: 2 }],
  [
    'a U-Net with classes and attention',
    smallUNetDescription({
      ...withClasses,
      block_out_channels: [8],
      down_block_types: ['AttnDownBlock2D'],
      up_block_types: ['AttnUpBlock2D'],
      attention_head_dim: 4,
    }),
    { ...recipes.classes.experiment, batchSize: 2 },
  ],
];

test.each(cases)('%s', async (_, network, experiment) => {
  const expected = await trained(network, experiment);
  restore = pretendGpu({ adapter: { limits: defaultLimits } });
  const actual = await trained(network, experiment);
  expect(expected.every((value) => value > 0)).toBe(true);
  for (const [i, value] of expected.entries())
    expect(Math.abs((actual[i] ?? Number.NaN) / value - 1)).toBeLessThan(1e-6);
});
