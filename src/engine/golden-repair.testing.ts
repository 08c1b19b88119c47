/**
 * RePaint and DDNM on shipped models against PyTorch (tools/golden/repair.py), with the same noise.
 * The same tests run on every backend.
 */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readGoldenRepair, shippedFolder } from '../../tools/golden/repair.ts';
import { type Device, openDevice } from '../ml/backends/open-device.ts';
import { readFolder } from '../ml/checkpoint/folder.ts';
import type { BackendName } from '../ml/config.ts';
import { cifar10 } from '../ml/data/cifar10.testing.ts';
import type { Answer } from '../ml/diffusion/denoiser.ts';
import { type Damage, damagePictures } from '../ml/diffusion/restore/damages.ts';
import { remainsOf } from '../ml/diffusion/restore/remains.ts';
import { repair } from '../ml/diffusion/restore/repair.ts';
import { randomNormal } from '../ml/kernels/noise/index.ts';
import { randomStream } from '../ml/random.ts';
import { inTiles, type PartsOptions } from './large-pictures.ts';
import { loadNetwork } from './load-network.ts';
import type { DiffusionNetwork } from './network.ts';
import { numbersOf } from './tensors.ts';

const golden = readGoldenRepair();
const tolerance = 1e-3;

async function open(name: 'digits' | 'emoji'): Promise<DiffusionNetwork> {
  const { network: described, weights } = readFolder(name, shippedFolder(name));
  const network = (await loadNetwork(described, cifar10)).open(numbersOf(weights));
  return network.kind === 'diffusion' ? network : expect.fail('it is a U-Net');
}

const inOneGo: PartsOptions = { turn: (work) => work(), onParts: () => {} };

/** `thinned`: every `golden.every`-th of the expected numbers. */
async function expectNear(result: tf.Tensor4D, thinned: Float32Array, name: string): Promise<void> {
  const values = (await result.data<'float32'>()).filter((_, i) => i % golden.every === 0);
  expect(values).toHaveLength(thinned.length);
  const worst = thinned.reduce((most, value, i) => Math.max(most, Math.abs(value - (values[i] ?? Number.NaN))), 0);
  console.log(`${name}: at most ${worst.toExponential(1)} apart`);
  expect(worst).toBeLessThan(tolerance);
}

/** `wanted` selects the golden cases. */
export function describeGoldenRepair(backend: BackendName, wanted: (name: string) => boolean): void {
  describe(`repair on ${backend} against the papers’ equations in PyTorch`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await openDevice(backend);
    });
    afterAll(() => device.dispose());

    test.each(golden.cases.filter(({ name }) => wanted(name)))('$name', async (expected) => {
      const { width, height, channels, method, model, original, lost } = expected;
      const size = { width, height, channels };
      const stream = randomStream(golden.seed).fork(expected.name);
      const damage: Damage =
        expected.damage.kind === 'mask'
          ? { kind: 'mask', lost: lost ?? expect.fail('a mask'), noise: 0 }
          : expected.damage;
      const damaged = damagePictures(original, size, damage, stream.fork('damage'));
      expect(damaged.measured).toEqual(expected.measured);

      const network = await open(model);
      const before = tf.memory().numTensors;
      const remains = remainsOf(damaged, size, damage);
      const { denoiser, process } = network;
      // No class; for digits that is the label "no class".
      const label = model === 'emoji' ? 3 : null;
      const whole: Answer = (x, timestep) => denoiser.answer(x, timestep, label);
      const tiled = width > network.shape.side ? inTiles(whole, size, network.shape, inOneGo) : null;
      const result = await repair(tiled ?? whole, remains, {
        ...{ method, process, prediction: denoiser.prediction },
        ...{ steps: golden.steps, jump: golden.jump, resamples: golden.resamples },
        stream: stream.fork('repair'),
      });
      await expectNear(result, expected.result, `${backend}, ${expected.name}`);
      tf.dispose(result);
      remains.dispose();
      tiled?.dispose();
      if (backend === 'cpu') expect(tf.memory().numTensors).toBe(before);
      network.dispose();
    });

    test('the prediction for a picture larger than the network’s is MultiDiffusion’s blend', async () => {
      const { model, width, height, timestep, label, result } = golden.prediction;
      const network = await open(model);
      const { denoiser, shape } = network;
      const size = { width, height, channels: shape.channels };
      const noisy = randomNormal([1, height, width, shape.channels], randomStream(golden.seed).fork('prediction'));
      const tiled = inTiles((x, at) => denoiser.answer(x, at, label), size, shape, inOneGo);
      const prediction = await tiled.ahead(noisy, timestep);
      await expectNear(prediction, result, `${backend}, the prediction of a larger picture`);
      tf.dispose([noisy, prediction]);
      tiled.dispose();
      network.dispose();
    });
  });
}
