/** A loss that is not a number stops a run at its last good step. */
import { afterEach, describe, expect, it } from 'vitest';
import { shareOneDevice } from '../../tools/vitest/one-device.ts';
import { openDevice } from '../ml/backends/open-device.ts';
import { readFolder, writeFolder } from '../ml/checkpoint/folder.ts';
import { unzipFolder, zipFolder } from '../ml/checkpoint/zip.ts';
import { type Experiment, recipes } from '../ml/config.ts';
import { openDataSet } from '../ml/data/dataset.ts';
import { syntheticSource } from '../ml/data/synthetic-source.fixture.ts';
import { experiment, options, sampling } from './article-session.fixture.ts';
import { miniature, zipped } from './miniature.fixture.ts';
import { Run } from './run.ts';
import { closeSession, MemoryStorage, type Seen, startSession } from './session.fixture.ts';

await shareOneDevice();

afterEach(closeSession);

describe('the article’s network', () => {
  /**
   * Fills one filter with 10^37, so that it overflows float32 on white and gives 0 on black: the
   * loss is finite only for black images.
   */
  async function blindedByWhite(seen: Seen) {
    const { network, weights } = readFolder('run', unzipFolder('run', await seen.engine.save()));
    const bright = new Map([...weights].map(([name, { shape, values }]) => [name, { shape, values: values.slice() }]));
    bright.get('encoder.0.weight')?.values.fill(1e37, 0, 48);
    bright.get('encoder.0.bias')?.values.fill(0, 0, 1);
    return zipFolder(writeFolder({ network, weights: bright, training: null }));
  }
  const black = new Uint8Array(32 * 32 * 3);
  const white = new Uint8Array(32 * 32 * 3).fill(255);

  it('stops the run at its last good step, and goes on at a lower learning rate', async () => {
    // One image per shard, because the first epoch takes the shards in order: the only white image
    // comes third.
    const data = { labels: [0, 0, 0, 0, 0], imagesPerShard: 1, image: (i: number) => (i === 2 ? white : black) };
    const single = { ...options, experiment: { ...experiment, batchSize: 1 } };
    const seen = await startSession(data, new MemoryStorage());
    await seen.engine.open(single, '');
    const blinded = await blindedByWhite(seen);
    const { runId } = await seen.engine.load(blinded.slice());
    await seen.engine.train();
    expect(await seen.until('failed')).toMatchObject({ runId, step: 2, epoch: 0, stepInEpoch: 2 });
    expect(seen.notices).toMatchObject([{ code: 'not-finite', values: { step: 3 } }]);
    expect(await seen.engine.train().catch((error: unknown) => error)).toMatchObject({ code: 'not-finite' });

    const zip = await seen.engine.save();
    expect(await seen.engine.autosave()).toMatchObject({ runId, step: 2 });
    expect((await seen.engine.generate(1, { seed: 1, count: 1, sampling })).step).toBe(2);
    expect(await seen.engine.setLearningRate(1e-4)).toMatchObject({ phase: 'paused', step: 2, stepInEpoch: 3 });
    expect(await seen.engine.train(4)).toMatchObject({ phase: 'training' });
    expect(await seen.until('paused')).toMatchObject({ step: 4, epoch: 1, stepInEpoch: 0 });
    expect([...seen.losses.keys()]).toEqual([1, 2, 3, 4]);

    // The save equals that of a run that took two steps and no third.
    const two = await startSession(data);
    await two.engine.open(single, '');
    await two.engine.load(blinded);
    await two.engine.train(2);
    await two.until('paused');
    expect(Buffer.compare(await two.engine.save(), zip)).toBe(0);
  });
});

describe('a U-Net', () => {
  /** The options with which the engine opens before a checkpoint is loaded. */
  const beside = { ...options, experiment: { ...recipes.article.experiment, batchSize: 1 }, previewEvery: 0 } as const;

  /** The embedding of class 7 overflows in the first layer that uses it. */
  const blinded = (classes: Experiment) =>
    miniature(classes, { num_class_embeds: 11 }, (name, values) => {
      if (name === 'class_embedding.weight') values.fill(3e38, (values.length / 11) * 7, (values.length / 11) * 8);
    });

  it('stops the run at the same step however many steps are in flight', async () => {
    const classes: Experiment = { ...recipes.classes.experiment, seed: 11, batchSize: 1, epochs: 1 };
    const device = await openDevice('webgpu');
    const { source } = await syntheticSource({ labels: [0, 1, 0, 7, 2, 0, 1, 0, 2, 1, 0], imagesPerShard: 1 });
    const dataSet = await openDataSet(source);
    const { signal } = new AbortController();
    const ends: { readonly settled: Run['settled']; readonly losses: unknown[]; readonly zip: Uint8Array }[] = [];
    for (const inFlight of [1, 2, 8]) {
      const run = await Run.from(blinded(classes), classes, dataSet, { id: 'one', origin: 'checkpoint' });
      const losses: unknown[] = [];
      const train = async (): Promise<void> => {
        for (let flying: Promise<unknown>[] = []; ; flying = []) {
          while (flying.length < inFlight) {
            const batch = await run.order.take(run.cursor, signal, () => {});
            if (!batch) break;
            const given = await run.submit(batch);
            if (given) flying.push(given.settled.then(({ step, loss }) => losses.push([step, loss])));
          }
          if (flying.length === 0 || (await Promise.allSettled(flying)).some(({ status }) => status === 'rejected'))
            return;
        }
      };
      await train();
      await run.settle();
      expect(run.diverged).toMatchObject({ step: 4, next: { epoch: 0, position: 4 } });
      run.recover();
      expect(run).toMatchObject({
        submitted: 3,
        cursor: { position: 3 },
        settled: { step: 3, cursor: { position: 3 } },
      });
      run.setLearningRate(classes.learningRate / 2);
      await train();
      expect(run).toMatchObject({ diverged: null, submitted: 10, settled: { step: 10, cursor: { epoch: 1 } } });
      ends.push({ settled: run.settled, losses, zip: zipped(await run.checkpoint()) });
      run.dispose();
    }
    const [one, ...others] = ends;
    for (const other of others) {
      expect(other.losses).toEqual(one?.losses);
      expect(Buffer.compare(other.zip, one?.zip ?? new Uint8Array())).toBe(0);
    }
    dataSet.dispose();
    device.dispose();
  });

  it('stops the run at its last good step, and goes on at a lower learning rate', async () => {
    const classes: Experiment = { ...recipes.classes.experiment, seed: 11, batchSize: 1, epochs: 1 };
    const seen = await startSession({ labels: [0, 7, 0], imagesPerShard: 1, testLabels: [0] }, new MemoryStorage());
    await seen.engine.open(beside, '');
    await seen.engine.load(zipped(blinded(classes)));
    await seen.engine.train();
    expect(await seen.until('failed')).toMatchObject({ step: 1, stepInEpoch: 1 });
    expect(seen.notices).toMatchObject([{ code: 'not-finite', values: { step: 2 } }]);

    const { training, weights: ema } = readFolder('run', unzipFolder('run', await seen.engine.save()));
    expect(training?.progress).toMatchObject({ step: 1, cursor: { epoch: 0, position: 1 } });
    for (const named of [ema, ...Object.values(training?.tensors ?? {})]) {
      for (const { values } of named.values()) expect(values.every(Number.isFinite)).toBe(true);
    }
    expect(
      (await seen.engine.generate(1, { seed: 5, count: 2, sampling: { ...sampling, steps: 1, guidance: 2 } })).step,
    ).toBe(1);
    expect(await seen.engine.setLearningRate(1e-5)).toMatchObject({ phase: 'paused', step: 1, stepInEpoch: 2 });
    await seen.engine.train();
    expect(await seen.until('finished')).toMatchObject({ step: 2, epoch: 1 });
  });
});
