/**
 * Compares the recipe `tiny` with PyTorch and diffusers (tools/golden/tiny_loss.py). The same tests
 * run on every backend.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readGoldenArticle, readGoldenTinyLoss } from '../../../tools/golden/read.ts';
import { type TinyStep, trainTiny } from '../../../tools/golden/train-tiny.ts';
import { sketch, sketchDistance } from '../../../tools/golden/unet2d.ts';
import { type Device, openDevice } from '../backends/open-device.ts';
import type { BackendName } from '../config.ts';
import { toTorchLayout } from '../nn/torch-layout.ts';
import { randomStream } from '../random.ts';
import type { Learner } from './learner.ts';

/** Relative. */
const tolerance = 1e-4;

export function describeTinyLoss(backend: BackendName): void {
  describe(`tiny's training on ${backend} against PyTorch and diffusers`, () => {
    const { seed, short: golden } = readGoldenTinyLoss();
    const steps: TinyStep[] = [];
    let device: Device;
    let learner: Learner;
    beforeAll(async () => {
      device = await openDevice(backend);
      learner = await trainTiny(golden, readGoldenArticle().images, (step) => steps.push(step));
    });
    afterAll(() => device.dispose());

    test.each(['loss', 'norm'] as const)('agrees in each %s', (what) => {
      const expected = what === 'loss' ? golden.losses : golden.norms;
      const errors = expected.map((value, i) => Math.abs((steps[i]?.[what] ?? Number.NaN) - value) / value);
      console.log(`${backend}: largest relative error of a ${what} ${Math.max(...errors).toExponential(1)}`);
      for (const error of errors) expect(error).toBeLessThan(tolerance);
    });

    test.each(['raw', 'ema'] as const)('agrees in each %s weight at the end', async (which) => {
      const variables = which === 'raw' ? learner.parameters : learner.optimizer.ema;
      const signs = randomStream(seed).fork('signs');
      expect([...(variables?.keys() ?? [])]).toEqual(Object.keys(golden.weights));
      const errors: number[] = [];
      for (const [name, variable] of variables ?? []) {
        const expected = golden.weights[name];
        if (!expected) throw new Error(`no golden ${name}`);
        const { values } = toTorchLayout({ shape: variable.shape, values: await variable.data<'float32'>() });
        const error = sketchDistance(sketch(values, signs.fork(name)), expected[which]) / expected.norm;
        errors.push(error);
        expect(error, name).toBeLessThan(tolerance);
      }
      console.log(`${backend}: largest relative error of a ${which} weight ${Math.max(...errors).toExponential(1)}`);
    });
  });
}
