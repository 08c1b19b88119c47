/**
 * Sets whose pictures have another shape than CIFAR-10's, from the first step to a resumed run. The
 * same tests run on every backend.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { readFolder } from '../ml/checkpoint/folder.ts';
import { unzipFolder } from '../ml/checkpoint/zip.ts';
import { type BackendName, type DataSetFacts, type Experiment, experimentOn, recipes } from '../ml/config.ts';
import { pictureSize } from '../ml/data/description.ts';
import type { SyntheticOptions } from '../ml/data/synthetic-source.fixture.ts';
import { randomStream } from '../ml/random.ts';
import type { Pictures, Sampling } from '../workers/protocol.ts';
import { miniature, zipped } from './miniature.fixture.ts';
import { restoreRequest } from './restore-request.fixture.ts';
import { closeSession, type Seen, startSession } from './session.fixture.ts';

const others = { mirrors: true, licence: 'ISC', source: 'synthetic' };
/** Sides that are not powers of two, one below 32 and one above. */
export const sketches: DataSetFacts = {
  ...{ id: 'sketches', side: 28, channels: 1, classNames: ['circle', 'square', 'star'], ...others },
};
export const patterns: DataSetFacts = { id: 'patterns', side: 36, channels: 3, classNames: [], ...others };

/** The pictures are noise, so that a mirrored picture differs from the original. */
function synthetic(facts: DataSetFacts): SyntheticOptions {
  const stream = randomStream(8).fork(facts.id);
  const image = (index: number) => {
    const bytes = new Uint8Array(pictureSize(facts));
    stream.fork(`${index}`).uint32(0, new Uint32Array(bytes.buffer));
    return bytes;
  };
  const labels = Array.from({ length: 6 }, (_, i) => (facts.classNames.length > 0 ? i % 3 : 0));
  return { facts, image, labels, imagesPerShard: 4, testLabels: labels.slice(0, 3) };
}
export const sets = [synthetic(sketches), synthetic(patterns)];

export const short = (experiment: Experiment): Experiment => ({ ...experiment, batchSize: 2, epochs: 2, seed: 3 });

/** A small network for a recipe with mirroring; it learns classes if the set has any. */
export function miniatureOf(facts: DataSetFacts) {
  const experiment = short(experimentOn(recipes.classes, facts));
  const classes = facts.classNames.length;
  const unet = { num_class_embeds: classes > 0 ? classes + 1 : null, block_out_channels: [2, 4] };
  const checkpoint = miniature({ ...experiment, learningRate: 1e-2 }, unet, () => {}, facts);
  const { training } = checkpoint;
  if (!training) throw new Error('a run that has not begun');
  const dataSet = { ...facts, name: facts.id, counts: { train: 6, test: 3 }, hash: '0'.repeat(64) };
  return { ...checkpoint, training: { ...training, progress: { ...training.progress, dataSet } } };
}

export async function open(backend: BackendName, experiment: Experiment): Promise<Seen> {
  const seen = await startSession(sets);
  await seen.engine.open({ backend, experiment, previewEvery: 5, resume: 'none' }, '');
  await seen.engine.setEvaluateEvery(1000); // after the first step only
  return seen;
}

async function trainTo({ engine, until }: Seen, step: number): Promise<void> {
  await engine.train(step);
  await until('paused');
}

/** Expects every picture to have the set's side, and to be grey if the set is. */
function expectPictures(pictures: Pictures | undefined, { side, channels }: DataSetFacts, count: number): void {
  expect(pictures).toMatchObject({ count, width: side, height: side });
  const { rgb } = pictures ?? { rgb: new Uint8Array() };
  expect(rgb).toHaveLength(count * side * side * 3);
  if (channels === 1) expect(rgb.every((byte, i) => byte === rgb[i - (i % 3)])).toBe(true);
}

/**
 * Expects these layers to have histograms of their outputs; `counted` is the number of values in
 * one.
 */
async function expectActivations(
  { engine }: Seen,
  names: readonly string[],
  check: (layer: { readonly counted: number }) => void,
): Promise<void> {
  const layers = await engine.layers();
  for (const name of names) {
    const numbers = layers.find(({ layer }) => layer === name)?.activations;
    if (!numbers) throw new Error(`${name} is not there`);
    expect(numbers.high).toBeGreaterThan(numbers.low);
    check({ counted: numbers.counts.reduce((sum, count) => sum + count, 0) });
  }
}

/** The losses of a small network's first steps on this backend. */
export async function lossesOf(backend: BackendName, facts: DataSetFacts, steps: number): Promise<number[]> {
  const seen = await open(backend, short(experimentOn(recipes.article, facts)));
  await seen.engine.load(zipped(miniatureOf(facts)));
  await trainTo(seen, steps);
  expect(seen.notices).toEqual([]);
  return [...seen.losses.values()];
}

export function describeAnyPictures(backend: BackendName): void {
  afterAll(closeSession);

  describe.each([sketches, patterns])(`$id, $side x $side x $channels, on ${backend}`, (facts) => {
    const { side, channels, classNames } = facts;

    test('the article’s network trains, answers and restores', async () => {
      const experiment = short(experimentOn(recipes.article, facts));
      const seen = await open(backend, experiment);
      await trainTo(seen, 4);
      expect([...seen.losses.values()].every((loss) => loss > 0 && Number.isFinite(loss))).toBe(true);
      const { samples } = await seen.engine.generate(1, { seed: 1, count: 2, sampling });
      expectPictures(samples, facts, 2);
      const { picture } = await seen.engine.testImage(1);
      expectPictures(picture, facts, 1);
      const { tensors } = await seen.engine.memory();
      // A layer has at least 3 x 14 x 14 outputs of 64 channels, of which a sample is counted.
      await expectActivations(seen, ['encoder.0', 'encoder.2', 'decoder.0'], ({ counted }) => {
        expect(counted).toBeGreaterThan(4000);
        expect(counted).toBeLessThanOrEqual(16_384);
      });
      // Counting leaves no tensor on the device.
      expect((await seen.engine.memory()).tensors).toBe(tensors);
      expectPictures((await seen.engine.restore(2, restoreRequest(picture))).restored, facts, 1);
      expect(seen.notices).toEqual([]);
    });

    test('a U-Net trains, samples, restores, is saved, and resumes bit for bit', async () => {
      const seen = await open(backend, short(experimentOn(recipes.article, facts)));
      const loaded = await seen.engine.load(zipped(miniatureOf(facts)));
      const classes = classNames.length || null;
      expect(loaded).toMatchObject({
        network: { shape: { side, channels }, classes, knowsClasses: classes !== null },
        dataSet: { id: facts.id, classNames, counts: { train: 6, test: 3 } },
        experiment: { data: facts.id, horizontalFlip: true },
      });
      await trainTo(seen, 2);
      const saved = await seen.engine.save();
      await trainTo(seen, 5);
      // The first layer has two channels and sees three test images: all of its outputs are
      // counted.
      await expectActivations(seen, ['conv_in'], ({ counted }) => expect(counted).toBe(3 * side * side * 2));

      const asked = { ...sampling, classIndex: classes && 2 };
      const { samples, noise } = await seen.engine.generate(1, { seed: 1, count: 3, sampling: asked });
      expectPictures(samples, facts, 3);
      expectPictures(noise, facts, 3);
      expectPictures(seen.steps[0]?.predicted, facts, 3);
      const beyond = { ...sampling, classIndex: 3 };
      await expect(seen.engine.generate(2, { seed: 1, count: 1, sampling: beyond })).rejects.toMatchObject({
        values: { name: 'sampleClass' },
      });

      const { picture, label } = await seen.engine.testImage(2);
      expect(label).toBe(classes ? 2 : 0);
      const restored = await seen.engine.restore(3, restoreRequest(picture));
      for (const which of ['original', 'damaged', 'restored'] as const) expectPictures(restored[which], facts, 1);
      for (const { pictures } of restored.baselines) expectPictures(pictures, facts, 1);
      expect(restored.original.rgb).toEqual(picture.rgb);
      const other = { count: 1, width: side - 1, height: side, rgb: new Uint8Array(3 * (side - 1) * side) };
      await expect(seen.engine.restore(4, restoreRequest(other))).rejects.toMatchObject({
        values: {
          value: `${side - 1} x ${side}`,
          allowed: { code: 'side-or-larger', side },
        },
      });
      expectPictures(seen.previews.at(-1)?.output, facts, 3);

      const checkpoint = readFolder('saved', unzipFolder('saved', saved));
      expect(checkpoint.network).toMatchObject({ config: { sample_size: side, in_channels: channels } });
      expect(checkpoint.training?.progress).toMatchObject({ step: 2, dataSet: loaded.dataSet });
      // In a new engine, which opens with the other set.
      const elsewhere = await open(
        backend,
        short(experimentOn(recipes.article, facts === patterns ? sketches : patterns)),
      );
      expect(await elsewhere.engine.load(saved)).toMatchObject({ step: 2, dataSet: { id: facts.id } });
      await trainTo(elsewhere, 5);
      for (const step of [3, 4, 5]) expect(elsewhere.losses.get(step)).toBe(seen.losses.get(step));
      expect([...seen.notices, ...elsewhere.notices]).toEqual([]);
    });
  });
}

export const sampling: Sampling = { sampler: 'ddim', steps: 2, eta: 0, guidance: 2, classIndex: null, weights: 'ema' };
