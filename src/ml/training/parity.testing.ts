/** The article's training against PyTorch's (tools/golden/article.py): one body for every backend. */
import { beforeAll, describe, expect, test } from 'vitest';
import { readGoldenArticle, readGoldenWeights } from '../../../tools/golden/read.ts';
import { type BackendName, recipes } from '../config.ts';
import { openDevice } from '../device/index.ts';
import { toTorchLayout } from '../nn/torch-layout.ts';
import { createLearner } from './create-learner.ts';

const tolerance = 1e-4;
/** Milliseconds. tfjs' JavaScript backend takes about 5 s a step on a small machine. */
const timeout = 900_000;
const imageBytes = 32 * 32 * 3;

const golden = readGoldenArticle();

/** Takes so many of the golden steps. */
async function train(backend: BackendName, steps: number) {
  const { seed, batchSize, learningRate, images } = golden;
  const device = await openDevice(backend);
  const learner = await createLearner(
    { kind: 'article' },
    { ...recipes.article.experiment, seed },
    golden.losses.length,
  );
  const losses: number[] = [];
  let start = 0;
  while (losses.length < steps) {
    const rgb = images.subarray(start, start + batchSize * imageBytes);
    const measured = learner.step({ rgb, labels: new Uint8Array(rgb.length / imageBytes) }, learningRate);
    losses.push((await measured.data())[0] ?? Number.NaN);
    measured.dispose();
    start = start + rgb.length === images.length ? 0 : start + rgb.length;
  }
  const weights = new Map<string, Float32Array>();
  for (const [name, variable] of learner.parameters) {
    weights.set(name, toTorchLayout({ shape: variable.shape, values: await variable.data<'float32'>() }).values);
  }
  device.dispose();
  return { losses, weights };
}

/** |a - b| / |b|, Euclidean. */
function relativeDistance(a: Float32Array, b: Float32Array): number {
  let [difference, size] = [0, 0];
  for (const [i, value] of b.entries()) {
    difference += ((a[i] ?? Number.NaN) - value) ** 2;
    size += value ** 2;
  }
  return Math.sqrt(difference / size);
}

/**
 * All 20 steps, and the weights after them; or fewer where a step takes long, without the weights: the loss of every step but the first is of weights that
 * the backend has updated.
 */
export function describeParity(backend: BackendName, steps = golden.losses.length): void {
  describe(`the article's training on ${backend} against PyTorch`, () => {
    let trained: Awaited<ReturnType<typeof train>>;
    beforeAll(async () => {
      trained = await train(backend, steps);
    }, timeout);

    test(`each of ${steps} losses`, () => {
      const { losses } = trained;
      const errors = losses.map((loss, i) => Math.abs(loss / (golden.losses[i] ?? Number.NaN) - 1));
      console.log(`${backend}: largest relative error of a loss ${Math.max(...errors).toExponential(1)}`);
      expect(losses).toHaveLength(steps);
      for (const error of errors) expect(error).toBeLessThan(tolerance);
    });

    if (steps < golden.losses.length) return;
    test(`each parameter after ${steps} steps`, () => {
      const { weights } = trained;
      const golden = readGoldenWeights();
      expect([...weights.keys()]).toEqual([...golden.keys()]);
      const errors = [...golden].map(([name, { values }]): [string, number] => [
        name,
        relativeDistance(weights.get(name) ?? new Float32Array(), values),
      ]);
      console.log(`${backend}: ${errors.map(([name, error]) => `${name} ${error.toExponential(1)}`).join(', ')}`);
      for (const [name, error] of errors) expect(error, name).toBeLessThan(tolerance);
    });
  });
}
