/**
 * Compares the article's training with PyTorch's (tools/golden/article.py). The same tests run on
 * every backend.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { readGoldenArticle, readGoldenWeights } from '../../../tools/golden/read.ts';
import { openDevice } from '../backends/open-device.ts';
import { type BackendName, recipes } from '../config.ts';
import { articleNetwork, setClasses } from '../data/cifar10.testing.ts';
import { toTorchLayout } from '../nn/torch-layout.ts';
import { createLearner } from './create-learner.ts';

const tolerance = 1e-4;
/** In ms; long, because software adapters take long to compile. */
const timeout = 900_000;
const imageBytes = 32 * 32 * 3;

async function train(backend: BackendName) {
  const { seed, batchSize, learningRate, images, losses: golden } = readGoldenArticle();
  const device = await openDevice(backend);
  const learner = await createLearner(
    articleNetwork,
    { ...recipes.article.experiment, seed },
    { totalSteps: golden.length, setClasses },
  );
  const losses: number[] = [];
  let start = 0;
  for (const _ of golden) {
    const bytes = images.subarray(start, start + batchSize * imageBytes);
    const measured = learner.step({ bytes, labels: new Uint16Array(bytes.length / imageBytes) }, learningRate);
    losses.push((await measured.data())[0] ?? Number.NaN);
    measured.dispose();
    start = start + bytes.length === images.length ? 0 : start + bytes.length;
  }
  const weights = new Map<string, Float32Array>();
  for (const [name, variable] of learner.parameters) {
    weights.set(name, toTorchLayout({ shape: variable.shape, values: await variable.data<'float32'>() }).values);
  }
  device.dispose();
  return { losses, weights };
}

/**
 * |a - b| / |b| with Euclidean norms.
 */
function relativeDistance(a: Float32Array, b: Float32Array): number {
  let [difference, size] = [0, 0];
  for (const [i, value] of b.entries()) {
    difference += ((a[i] ?? Number.NaN) - value) ** 2;
    size += value ** 2;
  }
  return Math.sqrt(difference / size);
}

export function describeParity(backend: BackendName): void {
  describe(`the article's training on ${backend} against PyTorch`, () => {
    let trained: Awaited<ReturnType<typeof train>>;
    beforeAll(async () => {
      trained = await train(backend);
    }, timeout);

    test('agrees in each of 20 losses', () => {
      const { losses } = trained;
      const golden = readGoldenArticle().losses;
      const errors = golden.map((expected, i) => Math.abs((losses[i] ?? Number.NaN) - expected) / expected);
      console.log(`${backend}: largest relative error of a loss ${Math.max(...errors).toExponential(1)}`);
      expect(losses).toHaveLength(golden.length);
      for (const error of errors) expect(error).toBeLessThan(tolerance);
    });

    test('agrees in each parameter after 20 steps', () => {
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
