/** The article's training against PyTorch's (tools/golden/article.py): one body for every backend. */
import { beforeAll, describe, expect, test } from 'vitest';
import { readGoldenArticle, readGoldenWeights } from '../../../tools/golden/read.ts';
import { type BackendName, recipes } from '../config.ts';
import { openDevice } from '../device/index.ts';
import { createArticleModel } from '../models/article.ts';
import { toTorchLayout } from '../nn/torch-layout.ts';
import { randomStream } from '../random.ts';
import { createAdam } from './adam.ts';
import { trainStep } from './train-step.ts';

const tolerance = 1e-4;
/** Milliseconds. tfjs' JavaScript backend takes about 5 s a step on a small machine. */
const timeout = 900_000;
const imageBytes = 32 * 32 * 3;

async function train(backend: BackendName) {
  const { seed, batchSize, learningRate, images, losses: golden } = readGoldenArticle();
  const { optimizer: adamConfig, noiseStd } = recipes.article;
  const device = await openDevice(backend);
  const root = randomStream(seed);
  const noise = root.fork('noise');
  const model = createArticleModel(root.fork('weights'));
  const adam = createAdam(model.parameters, adamConfig);
  const losses: number[] = [];
  let start = 0;
  for (const _ of golden) {
    const batch = images.subarray(start, start + batchSize * imageBytes);
    const loss = trainStep({ model, adam, batch, noise, noiseStd, learningRate });
    losses.push((await loss.data())[0] ?? Number.NaN);
    loss.dispose();
    start = start + batch.length === images.length ? 0 : start + batch.length;
  }
  const weights = new Map<string, Float32Array>();
  for (const [name, variable] of model.parameters) {
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

export function describeParity(backend: BackendName): void {
  describe(`the article's training on ${backend} against PyTorch`, () => {
    let trained: Awaited<ReturnType<typeof train>>;
    beforeAll(async () => {
      trained = await train(backend);
    }, timeout);

    test('each of 20 losses', () => {
      const { losses } = trained;
      const golden = readGoldenArticle().losses;
      const errors = golden.map((expected, i) => Math.abs((losses[i] ?? Number.NaN) - expected) / expected);
      console.log(`${backend}: largest relative error of a loss ${Math.max(...errors).toExponential(1)}`);
      expect(losses).toHaveLength(golden.length);
      for (const error of errors) expect(error).toBeLessThan(tolerance);
    });

    test('each parameter after 20 steps', () => {
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
