/** Checkpoints as other people's diffusers writes them: they open, say what is different about them, and their networks answer. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOddFolders } from '../../tools/golden/odd-folders.ts';
import { readFolder } from '../ml/checkpoint/folder.ts';
import { toJson } from '../ml/checkpoint/folder-files.ts';
import { writeSafetensors } from '../ml/checkpoint/safetensors.ts';
import { cifar10 } from '../ml/data/cifar10.testing.ts';
import { type Device, openDevice } from '../ml/device/index.ts';
import { parseUNet2DConfig } from '../ml/models/unet2d/config.ts';
import { unet2dShapes } from '../ml/models/unet2d/index.ts';
import { torchInitialization } from '../ml/nn/parameters.ts';
import { randomStream } from '../ml/random.ts';
import { loadNetwork } from './network.ts';
import { numbersOf } from './tensors.ts';

const folders = readOddFolders();

/** What is said of a folder; of the others nothing. */
const notices: Readonly<Record<string, RegExp>> = {
  fourier: /ScoreSdeVeScheduler is not built here: FlowMatchEulerDiscreteScheduler/,
  class5: /5 classes/,
  class1000: /1000 classes/,
  class_timestep: /class_embed_type timestep/,
  class_identity: /class_embed_type identity/,
  dropout: /dropout 0.1/,
};

function weightsFor(config: unknown) {
  const draw = torchInitialization(randomStream(1));
  const shapes = unet2dShapes(parseUNet2DConfig(config));
  const initialization = { kind: 'kaiming', fanIn: 64 } as const;
  return new Map([...shapes].map(([name, shape]) => [name, { shape, values: draw({ name, shape, initialization }) }]));
}

describe('a folder that diffusers wrote', () => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice('cpu');
  });
  afterAll(() => device.dispose());

  it.each(Object.entries(folders))('%s', async (name, { config, scheduler, tensors, numbers }) => {
    const weights = weightsFor(config);
    const checkpoint = readFolder(
      name,
      new Map([
        ['unet/config.json', toJson(config)],
        ['scheduler/scheduler_config.json', toJson(scheduler)],
        ['unet/diffusion_pytorch_model.safetensors', writeSafetensors(weights)],
      ]),
    );
    expect(checkpoint.weights.size).toBe(tensors);
    expect([...checkpoint.weights.values()].reduce((sum, { values }) => sum + values.length, 0)).toBe(numbers);
    const expected = notices[name];
    if (expected) expect(checkpoint.notices?.join()).toMatch(expected);
    else expect(checkpoint.notices).toBeUndefined();

    const { open } = await loadNetwork(checkpoint.network, cifar10);
    const network = open(numbersOf(checkpoint.weights));
    if (network.kind !== 'diffusion') return expect.fail('it is a U-Net');
    const x = tf.randomNormal<tf.Rank.R4>([2, 8, 8, 3], 0, 1, 'float32', 7);
    for (const timestep of [0, 999]) {
      const answer = tf.tidy(() => network.denoiser.answer(x, timestep, null));
      expect((await answer.data<'float32'>()).every(Number.isFinite), `timestep ${timestep}`).toBe(true);
      answer.dispose();
    }
    x.dispose();
    network.dispose();
  });
});
