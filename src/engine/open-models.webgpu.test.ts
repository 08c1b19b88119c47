/** Models that are opened beside a run and sampled from. */
import { afterAll, expect, test, vi } from 'vitest';
import { writeFolder } from '../ml/checkpoint/folder.ts';
import { experimentOn, recipes } from '../ml/config.ts';
import type { CheckpointFile } from '../workers/protocol.ts';
import { miniatureOf, open, sampling, sets, short, sketches } from './any-pictures.testing.ts';
import { zipped } from './miniature.fixture.ts';
import { closeSession, type Seen, startSession } from './session.fixture.ts';

afterAll(closeSession);

const article = short(experimentOn(recipes.article, sketches));
const checkpoint = miniatureOf(sketches);
const files: CheckpointFile[] = [...writeFolder(checkpoint)].map(([path, bytes]) => ({ path, bytes }));
const request = { seed: 4, count: 2, sampling: { ...sampling, classIndex: 1 } };

async function trainedTo({ engine, until, losses }: Seen, step: number): Promise<readonly number[]> {
  await engine.train(step);
  await until('paused');
  return [...losses.values()];
}

test('a model paints the same pictures as its own run, every time, and does not change the run beside it', async () => {
  const seen = await open('webgpu', article);
  const { engine } = seen;
  const alone = await trainedTo(seen, 3);
  await engine.reset(article);
  await trainedTo(seen, 1);

  const opened = await engine.openModel(files);
  expect(opened).toMatchObject({
    step: 0,
    network: { kind: 'diffusion', knowsClasses: true, classes: 3, shape: { side: 28, channels: 1 } },
    dataSet: { id: 'sketches', classNames: sketches.classNames },
  });
  const painted = [await engine.generate(1, { ...request, model: opened.model })];
  const painting = engine.generate(2, { ...request, model: opened.model });
  expect(await trainedTo(seen, 3)).toEqual(alone);
  painted.push(await painting, await engine.generate(3, { ...request, model: opened.model }));
  // If no model is named, the run's own network is sampled from: here the article's, in one pass.
  expect((await engine.generate(4, request)).sampling).toBeNull();

  await engine.load(zipped(checkpoint));
  const expected = await engine.generate(5, request);
  for (const { samples } of painted) expect(samples).toEqual(expected.samples);
  expect(seen.notices).toEqual([]);
});

test('an engine opened with `unprepared` paints at once, and compiles ahead when asked', async () => {
  const seen = await startSession(sets);
  const { engine } = seen;
  const options = {
    backend: 'webgpu',
    experiment: article,
    previewEvery: 5,
    resume: 'none',
    unprepared: true,
  } as const;
  expect((await engine.open(options, '')).status.stepBytes).toBeNull();
  const { model } = await engine.openModel(files);
  await engine.generate(1, { ...request, model });
  expect(seen.preparations).toEqual([]);
  expect((await engine.prepare(true)).stepBytes).toBeGreaterThan(0);
  expect(seen.previews).toEqual([]);
  // No preview is made before the step, because the step makes its own.
  await engine.prepare();
  await trainedTo(seen, 1);
  await vi.waitFor(() => expect(seen.previews.map(({ step }) => step)).toEqual([1]));
  // The last report is null (finished); there is none if everything had been compiled already.
  expect(seen.preparations.at(-1) ?? null).toBeNull();
});

test('a call that samples from a model succeeds even if the model is closed meanwhile; later calls are refused', async () => {
  const seen = await open('webgpu', article);
  const { engine } = seen;
  const before = await engine.memory();
  // In the form in which a run is kept: the whole folder in one file.
  const { model } = await engine.openModel([{ path: 'checkpoint.zip', bytes: zipped(checkpoint) }]);
  const painting = engine.generate(1, { ...request, model });
  while (seen.steps.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  await engine.closeModel(model);
  expect((await painting).samples).toMatchObject({ count: 2, width: 28 });
  await expect(engine.generate(2, { ...request, model })).rejects.toMatchObject({ code: 'model-closed' });
  await engine.closeModel(model);
  expect((await engine.memory()).tensors).toBe(before.tensors);

  // A folder that is not a model, one model too many, and invalid model numbers are refused and
  // leave nothing behind.
  const withoutWeights = files.filter(({ path }) => !path.endsWith('.safetensors'));
  await expect(engine.openModel(withoutWeights)).rejects.toMatchObject({ code: 'checkpoint-file-missing' });
  const cancelled = engine.openModel(files, 9);
  await engine.cancel(9);
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  for (const none of [0, 1.5, Number.NaN]) {
    await expect(engine.generate(1, { ...request, model: none })).rejects.toMatchObject({ code: 'value-invalid' });
  }
  const several = await Promise.all(Array.from({ length: 8 }, () => engine.openModel(files)));
  await expect(engine.openModel(files)).rejects.toMatchObject({
    values: { name: 'models', allowed: { code: 'at-once', most: 8 } },
  });
  for (const one of several) await engine.closeModel(one.model);
  expect((await engine.memory()).tensors).toBe(before.tensors);
});
