/**
 * An experiment that asks for more than the device can do is trained all the same, whichever way it
 * arrives, and a notice says what has been changed.
 */
import { afterEach, expect, it } from 'vitest';
import { type Experiment, recipes } from '../ml/config.ts';
import { miniature, zipped } from './miniature.fixture.ts';
import { closeSession, MemoryStorage, startSession } from './session.fixture.ts';

afterEach(closeSession);

// tfjs' JavaScript backend cannot store half precision, like any device without shader-f16.
const experiment: Experiment = { ...recipes.tiny.experiment, batchSize: 1, precision: 'float16' };
const data = { labels: [3, 1], imagesPerShard: 2, testLabels: [3] };
const options = { backend: 'cpu', experiment, previewEvery: 1000, resume: 'none' } as const;
const single = { precision: 'float32', batchSize: 1, recipe: 'tiny' };

it('half precision becomes single when the engine opens, and after Reset', async () => {
  const { engine, notices } = await startSession(data);
  const { status } = await engine.open(options, '');
  expect(status).toMatchObject({ phase: 'ready', experiment: single });
  expect(notices.map(({ code }) => code)).toEqual(['half-precision-missing']);
  expect(await engine.reset({ ...experiment, seed: 4 })).toMatchObject({ experiment: { ...single, seed: 4 } });
  expect(notices.map(({ code }) => code)).toEqual(['half-precision-missing', 'half-precision-missing']);
});

it('a checkpoint in half precision goes on in single precision, and is saved in single precision', async () => {
  const storage = new MemoryStorage();
  const seen = await startSession(data, storage);
  const { engine, notices } = seen;
  const article = { ...recipes.article.experiment, batchSize: 1, precision: 'float16' } as const;
  await engine.open({ ...options, experiment: article }, '');
  expect(notices, 'of no recipe that has the choice').toEqual([]);
  const loaded = await engine.load(zipped(miniature(experiment)));
  expect(loaded).toMatchObject({ step: 0, experiment: single });
  expect(notices.map(({ code }) => code)).toEqual(['half-precision-missing']);
  expect(await engine.step()).toMatchObject({ step: 1, phase: 'paused' });
  expect(await engine.autosave()).toMatchObject({ experiment: single });
});
