/**
 * Checkpoints as other people's diffusers wrote them: they open, report what is unusual about them,
 * and their networks give finite outputs.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reasonInEnglish } from '../../tools/vitest/english.ts';
import { type Device, openDevice } from '../ml/backends/open-device.ts';
import { readFolder } from '../ml/checkpoint/folder.ts';
import { cifar10 } from '../ml/data/cifar10.testing.ts';
import { loadNetwork } from './load-network.ts';
import { oddFolder, oddFolders } from './odd-folders.testing.ts';
import { numbersOf } from './tensors.ts';

/** The expected notices, by folder; all other folders have none. */
const notices: Readonly<Record<string, RegExp>> = {
  fourier: /ScoreSdeVeScheduler is not built here: the network is wrapped .* FlowMatchEulerDiscreteScheduler/,
  class5: /5 classes/,
  class1000: /1000 classes/,
  class_timestep: /class_embed_type timestep/,
  class_identity: /class_embed_type identity .* poorer pictures/,
  dropout: /dropout 0.1/,
};

describe('a folder that diffusers wrote', () => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice('cpu');
  });
  afterAll(() => device.dispose());

  it.each(Object.entries(oddFolders))('%s', async (name, { config, tensors, numbers }) => {
    const checkpoint = readFolder(name, oddFolder(name));
    expect(checkpoint.weights.size).toBe(tensors);
    expect([...checkpoint.weights.values()].reduce((sum, { values }) => sum + values.length, 0)).toBe(numbers);
    const expected = notices[name];
    if (expected) expect(checkpoint.notices?.map(reasonInEnglish).join()).toMatch(expected);
    else expect(checkpoint.notices).toBeUndefined();

    const { open } = await loadNetwork(checkpoint.network, cifar10);
    const network = open(numbersOf(checkpoint.weights));
    if (network.kind !== 'diffusion') return expect.fail('it is a U-Net');
    const x = tf.randomNormal<tf.Rank.R4>([2, 8, 8, Number(config.in_channels)], 0, 1, 'float32', 7);
    for (const timestep of [0, 999]) {
      const answer = tf.tidy(() => network.denoiser.answer(x, timestep, null));
      expect((await answer.data<'float32'>()).every(Number.isFinite), `timestep ${timestep}`).toBe(true);
      answer.dispose();
    }
    x.dispose();
    network.dispose();
  });
});
