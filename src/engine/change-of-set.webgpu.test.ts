/** Another data set, or pictures of another shape, in the place of those that are there. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, expect, it } from 'vitest';
import { shareOneDevice } from '../../tools/vitest/one-device.ts';
import { type Experiment, experimentOn, recipes } from '../ml/config.ts';
import { miniatureOf, open, patterns, short, sketches } from './any-pictures.testing.ts';
import { zipped } from './miniature.fixture.ts';
import { closeSession, type Seen } from './session.fixture.ts';

await shareOneDevice();
afterAll(closeSession);

const articleOn = (facts: typeof sketches): Experiment => short(experimentOn(recipes.article, facts));
const missing = `own-${'0'.repeat(16)}`;

async function trained({ engine, until }: Seen, steps: number): Promise<void> {
  await engine.train(steps);
  await until('paused');
}

const gpuBytes = () => ({ numBytesAllocatedInGPU: 0, ...tf.memory() }).numBytesAllocatedInGPU;

it('a reset to another set trains on that set, and frees the images of the old one', async () => {
  const seen = await open('webgpu', articleOn(sketches));
  await trained(seen, 4);
  const status = await seen.engine.reset(articleOn(patterns));
  expect(status).toMatchObject({
    phase: 'ready',
    step: 0,
    dataSet: { id: 'patterns' },
    network: { shape: { side: 36 } },
  });
  await trained(seen, 4);
  const bytes = gpuBytes();
  for (const facts of [sketches, patterns]) {
    await seen.engine.reset(articleOn(facts));
    await trained(seen, 4);
  }
  // The pool may keep a buffer more to read a loss with; six of the smaller images are 4,704 bytes.
  expect(Math.abs(gpuBytes() - bytes)).toBeLessThan(1000);
  const samples = seen.samples.map(({ pictures, labels }) => [pictures.width, labels.length]);
  expect(samples).toEqual([
    [28, 4],
    [36, 4],
    [28, 4],
    [36, 4],
  ]);
  expect(seen.previews.map(({ output }) => output.width)).toContain(36);
  expect(seen.notices).toEqual([]);
});

it('names a set that is missing, and goes on with the current run', async () => {
  const seen = await open('webgpu', articleOn(sketches));
  await seen.engine.train();
  const refused = { code: 'data-set-missing', values: { name: missing } };
  await expect(seen.engine.reset({ ...articleOn(sketches), data: missing })).rejects.toMatchObject(refused);
  const { training, ...checkpoint } = miniatureOf(sketches);
  const { progress } = training;
  const dataSet = { ...progress.dataSet, id: missing, name: 'My cats', hash: '0'.repeat(64) };
  const experiment = { ...progress.experiment, data: missing };
  const theirs = zipped({ ...checkpoint, training: { ...training, progress: { ...progress, experiment, dataSet } } });
  await expect(seen.engine.load(theirs)).rejects.toMatchObject({
    code: 'data-set-missing',
    values: { name: 'My cats', count: 9, hash: dataSet.hash },
  });
  const status = await seen.until('finished');
  expect(status).toMatchObject({ step: 6, dataSet: { id: 'sketches' } });
});

it('a network for pictures of another shape learns from the set’s, converted to its shape', async () => {
  const seen = await open('webgpu', articleOn(patterns));
  const loaded = await seen.engine.load(zipped({ ...miniatureOf(sketches), training: null }));
  expect(loaded).toMatchObject({
    ...{ dataSet: { id: 'patterns', side: 36, channels: 3 }, experiment: { data: 'patterns', classes: [0] } },
    network: { shape: { side: 28, channels: 1 }, classes: 4 },
  });
  await trained(seen, 3);
  expect([...seen.losses.values()].every((loss) => loss > 0 && Number.isFinite(loss))).toBe(true);
  const { picture } = await seen.engine.testImage(0);
  expect(picture.width).toBe(28);
  const saved = await seen.engine.save();
  expect(await seen.engine.reset(articleOn(patterns))).toMatchObject({ network: { shape: { side: 36, channels: 3 } } });
  expect(await seen.engine.load(saved)).toMatchObject({ step: 3, network: { shape: { side: 28 } } });
});
