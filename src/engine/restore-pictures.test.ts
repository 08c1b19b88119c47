import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDevice } from '../ml/backends/open-device.ts';
import { recipes } from '../ml/config.ts';
import { cifar10 } from '../ml/data/cifar10.testing.ts';
import { createForwardProcess } from '../ml/diffusion/process.ts';
import type { Damage } from '../ml/diffusion/restore/damages.ts';
import { baselinesFor, methodRefusal, repairMethods } from '../ml/diffusion/restore/methods.ts';
import type { Model } from '../ml/models/model.ts';
import { describeNetwork } from '../ml/network-description.lazy.ts';
import type { RepairProgress } from '../workers/protocol.ts';
import type { DiffusionNetwork, OnePassNetwork } from './network.ts';
import { picturesOf } from './pictures.ts';
import { restorePictures } from './restore-pictures.ts';
import { restoreRequest } from './restore-request.fixture.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

const original = picturesOf(
  new Uint8Array(32 * 32 * 3).map((_, i) => 40 + ((i * 7) % 170)),
  cifar10,
);
const { tiny, flow } = recipes;
const experiments = {
  linear: tiny.experiment,
  'squaredcos_cap_v2, v_prediction': {
    ...tiny.experiment,
    betaSchedule: 'squaredcos_cap_v2',
    predictionType: 'v_prediction',
  },
  'zero terminal SNR': { ...tiny.experiment, zeroTerminalSnr: true },
  flow: flow.experiment,
} as const;

it('a one-pass network restores more pictures than fit one batch, and leaves no tensor', async () => {
  const model: Model = { parameters: new Map(), forward: (x) => tf.clipByValue(x, -1, 1), dispose: () => {} };
  const network: OnePassNetwork = { kind: 'one-pass', shape: cifar10, model, dispose: () => {} };
  const count = 21;
  const rgb = new Uint8Array(Array.from({ length: count }, () => [...original.rgb]).flat());
  const before = tf.memory().numTensors;
  const { restored } = await restorePictures(network, restoreRequest({ ...original, count, rgb }), { step: 1 });
  expect(restored.count).toBe(count);
  expect(tf.memory().numTensors).toBe(before);
});

describe.each(Object.entries(experiments))('a network of %s', (_, experiment) => {
  const described = describeNetwork(experiment, cifar10);
  if (described.kind !== 'unet2d') throw new Error('a recipe with a U-Net');
  const { scheduler } = described;
  const process = createForwardProcess(scheduler);

  /** A network whose output is always zero. */
  const networkOf = (asked: (x: tf.Tensor4D, timestep: number) => void): DiffusionNetwork => ({
    ...{ kind: 'diffusion', shape: cifar10, process, scheduler },
    denoiser: {
      prediction: process.prediction,
      knowsClasses: false,
      answersWithoutClass: true,
      answer(x, timestep) {
        asked(x, typeof timestep === 'number' ? timestep : (timestep[0] ?? Number.NaN));
        return tf.zerosLike(x);
      },
    },
    dispose: () => {},
  });

  it.each([0, 0.05, 0.5, 1, 2])('is run at the timestep whose noise is as strong as the damage: %d', async (noise) => {
    const asked: { timestep: number; std: number }[] = [];
    const network = networkOf((x, timestep) => {
      const std = Math.sqrt(tf.moments(x).variance.dataSync()[0] ?? 0);
      asked.push({ timestep, std });
    });
    const before = tf.memory().numTensors;
    await restorePictures(network, restoreRequest(original, noise, 3), { step: 1 });
    expect(tf.memory().numTensors).toBe(before);
    const [{ timestep, std } = { timestep: Number.NaN, std: 0 }] = asked;
    const total = process.numTrainTimesteps;
    const at = (t: number) => {
      const { alphas, sigmas } = process.at([(t + 0.5) / total]);
      return { alpha: alphas[0] ?? 0, ratio: (sigmas[0] ?? 0) / (alphas[0] ?? 0) };
    };
    // The timestep is the first whose noise is strong enough; the schedule's first one is already
    // noisier than none.
    expect(at(timestep).ratio).toBeGreaterThanOrEqual(noise - 2e-3);
    expect(at(Math.max(0, timestep - 1)).ratio).toBeLessThanOrEqual(Math.max(noise, at(0).ratio));
    // The input is scaled, so that the picture in it is as faint as the network has learned.
    const clean = tf.tidy(() =>
      Math.sqrt(
        tf.moments(tf.tensor1d(Float32Array.from(original.rgb, (v) => v / 127.5 - 1))).variance.dataSync()[0] ?? 0,
      ),
    );
    expect(std / at(timestep).alpha).toBeGreaterThan(clean * 0.95);
  });

  it('repairs a larger picture by every method that fits, tile by tile, and reports steps and progress of the whole picture', async () => {
    const size = { width: 40, height: 33, channels: 3 } as const;
    const larger = picturesOf(
      new Uint8Array(40 * 33 * 3).map((__, i) => 30 + ((i * 11) % 190)),
      size,
    );
    const damages: readonly Damage[] = [
      { kind: 'noise', noise: 0.5 },
      { kind: 'mask', lost: new Uint8Array(40 * 33).map((__, i) => (i % 40 > 30 ? 1 : 0)), noise: 0 },
    ];
    for (const damage of damages) {
      for (const method of repairMethods) {
        if (methodRefusal(method, damage, { kind: 'diffusion', channels: 3 })) continue;
        const seen: number[] = [];
        const network = networkOf((x) => seen.push(x.shape[0]));
        const repair = { method, steps: 3, strength: 0.5, jump: 1, resamples: 1 };
        const steps: number[] = [];
        const progress: Omit<RepairProgress, 'call'>[] = [];
        const before = tf.memory().numTensors;
        const result = await restorePictures(
          network,
          { ...restoreRequest(larger), damage, repair },
          {
            step: 1,
            onStep: ({ index, noisy, predicted }) => {
              for (const { width, height } of [noisy, predicted]) expect([width, height]).toEqual([40, 33]);
              steps.push(index);
            },
            onProgress: (told) => progress.push(told),
          },
        );
        expect(tf.memory().numTensors, method).toBe(before);
        // Two columns and two rows of tiles in one batch.
        expect(seen, method).toEqual(Array.from({ length: result.passes }, () => 4));
        expect(steps).toHaveLength(method === 'one-pass' ? 0 : result.passes);
        const { passes } = result;
        expect(progress.at(-1), method).toEqual({ pass: passes, passes, part: 4, parts: 4 });
        expect(result.restored).toMatchObject({ count: 1, width: 40, height: 33 });
        expect(result.baselines.every(({ pictures }) => pictures.width === 40)).toBe(true);
      }
    }
    await expect(
      restorePictures(
        networkOf(() => {}),
        restoreRequest({ ...larger, height: 30, rgb: larger.rgb.slice(0, 3600) }),
        { step: 1 },
      ),
    ).rejects.toMatchObject({ code: 'value-invalid' });
  });

  const lost = new Uint8Array(1024).map((__, i) => (i % 32 > 20 ? 1 : 0));
  const damages: readonly Damage[] = [
    { kind: 'noise', noise: 0.5 },
    { kind: 'mask', lost, noise: 0 },
    { kind: 'scratches', count: 3 },
    { kind: 'pixelation', block: 4 },
    { kind: 'downscaling', factor: 2 },
    { kind: 'grey' },
  ];
  it.each(damages)(
    'repairs two pictures with $kind by every method that fits, turn by turn, and keeps no tensor',
    async (damage) => {
      const rgb = new Uint8Array([...original.rgb, ...original.rgb.toReversed()]);
      const pair = { ...original, count: 2, rgb };
      for (const method of repairMethods) {
        if (methodRefusal(method, damage, { kind: 'diffusion', channels: 3 })) continue;
        let [answers, turns] = [0, 0];
        const network = networkOf(() => {
          answers += 1;
        });
        const steps: number[] = [];
        const before = tf.memory().numTensors;
        const repair = { method, steps: 4, strength: 0.5, jump: 1, resamples: 2 };
        const result = await restorePictures(
          network,
          { ...restoreRequest(pair), damage, repair },
          {
            step: 7,
            turn: (work) => {
              turns += 1;
              return work();
            },
            onStep: ({ index, predicted }) => {
              expect(predicted).toMatchObject({ count: 2, width: 32, height: 32 });
              steps.push(index);
            },
          },
        );
        expect(tf.memory().numTensors, method).toBe(before);
        expect(result).toMatchObject({ step: 7, passes: answers });
        expect(steps).toHaveLength(method === 'one-pass' ? 0 : answers);
        expect(turns).toBeGreaterThan(answers);
        expect(result.original.rgb).toEqual(rgb);
        for (const { quality } of [{ quality: result.quality.restored }, ...result.baselines]) {
          expect(quality).toHaveLength(2);
          for (const { psnr, ssim } of quality) expect(psnr > 3 && ssim <= 1).toBe(true);
        }
        expect(result.baselines.map(({ name }) => name)).toEqual(baselinesFor[damage.kind]);
        if (damage.kind !== 'mask') continue;
        // Known pixels are unchanged.
        const kept = (bytes: Uint8Array) => bytes.filter((___, i) => lost[Math.floor(i / 3) % 1024] === 0);
        expect(kept(result.restored.rgb)).toEqual(kept(rgb));
      }
    },
  );
});
