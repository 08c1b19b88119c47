import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { shareOneDevice } from '../../tools/vitest/one-device.ts';
import { unzipFolder, zipFolder } from '../ml/checkpoint/zip.ts';
import type { Experiment } from '../ml/config.ts';
import { cifar10 } from '../ml/data/cifar10.testing.ts';
import { generate } from '../ml/diffusion/one-pass.ts';
import { createArticleModel } from '../ml/models/article.ts';
import { toBytes } from '../ml/pixels.ts';
import { randomStream } from '../ml/random.ts';
import { experiment, labels, opened, options, sampling, startSession } from './article-session.fixture.ts';
import { restoreRequest } from './restore-request.fixture.ts';
import { closeSession, MemoryStorage } from './session.fixture.ts';

await shareOneDevice();

const picture = { count: 1, width: 32, height: 32, rgb: new Uint8Array(32 * 32 * 3).map((_, i) => i % 251) };

afterEach(closeSession);

describe('a GPU error', () => {
  /**
   * Makes WebGPU report what it reports when a buffer cannot be created: no call fails, only the
   * device's listeners are notified.
   */
  function provokeDeviceError(): void {
    const backend = tf.backend();
    if (!(backend instanceof WebGPUBackend)) throw new Error('not on WebGPU');
    backend.device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.MAP_WRITE });
  }

  it('stops the run, which is neither saved nor trained any more, until a reset', async () => {
    const storage = new MemoryStorage();
    const seen = await opened(storage);
    await seen.engine.step();
    await seen.engine.autosave();
    await seen.engine.train();
    provokeDeviceError();
    const { step, runId } = await seen.until('failed');
    expect(step).toBeLessThan(12);
    expect(await seen.engine.autosave()).toBeNull();
    expect((await storage.load(runId))?.info).toMatchObject({ step: 1 });
    for (const call of [seen.engine.train(), seen.engine.save()]) {
      expect(await call.catch((error: unknown) => error)).toMatchObject({ code: 'device-error' });
    }
    expect(seen.notices).toMatchObject([{ code: 'device-error' }]);
    expect((await seen.engine.reset(experiment)).phase).toBe('ready');
    expect(await seen.engine.step()).toMatchObject({ step: 1, phase: 'paused' });
  });

  it('also ends a run that is paused', async () => {
    const seen = await opened();
    await seen.engine.step();
    provokeDeviceError();
    await seen.until('failed');
    expect(seen.notices).toMatchObject([{ code: 'device-error' }]);
  });
});

it('an uncaught error becomes a notice', async () => {
  const seen = await opened();
  seen.engine.report(new TypeError('nobody caught this'));
  await vi.waitFor(() => expect(seen.notices).toMatchObject([{ code: 'bug' }]), 30_000);
});

describe('a failure leaves nothing behind', () => {
  const impossible: Experiment = { ...experiment, classes: [7] };
  const noSevens = labels.map((label) => (label === 7 ? 0 : label));

  it('of a reset', async () => {
    const seen = await opened(null, undefined, noSevens);
    await seen.engine.step();
    const { tensors } = await seen.engine.memory();
    expect(await seen.engine.reset(impossible).catch((error: unknown) => error)).toMatchObject({
      code: 'data-no-images',
    });
    expect((await seen.engine.memory()).tensors).toBe(tensors);
    expect((await seen.engine.step()).step).toBe(2);
  });

  it('of an opening', async () => {
    const before = tf.engine().memory().numTensors;
    const seen = await startSession(null, undefined, noSevens);
    const open = seen.engine.open({ ...options, experiment: impossible }, '');
    expect(await open.catch((error: unknown) => error)).toMatchObject({ code: 'data-no-images' });
    expect(tf.engine().memory().numTensors).toBe(before);
    expect((await seen.engine.open(options, '')).status.phase).toBe('ready');
  });

  it('of loading a checkpoint whose position is beyond the data', async () => {
    const seen = await opened();
    await seen.engine.step();
    const folder = new Map(unzipFolder('run', await seen.engine.save()));
    const state = JSON.parse(new TextDecoder().decode(folder.get('training_state.json')));
    state.cursor.position = 12;
    folder.set('training_state.json', new TextEncoder().encode(JSON.stringify(state)));
    const { tensors } = await seen.engine.memory();
    const load = seen.engine.load(zipFolder(folder));
    expect(await load.catch((error: unknown) => error)).toMatchObject({ code: 'checkpoint-invalid' });
    expect((await seen.engine.memory()).tensors).toBe(tensors);
  });
});

describe('training', () => {
  it('counts epochs, keeps the last loss of each, and finishes', async () => {
    const seen = await opened();
    await seen.engine.train();
    const status = await seen.until('finished');
    expect(status).toMatchObject({ step: 12, epoch: 2, stepInEpoch: 0, stepsPerEpoch: 6 });
    expect(status.epochLosses.map(Math.fround)).toEqual([seen.losses.get(6), seen.losses.get(12)]);
    expect(seen.phases.filter((phase) => phase === 'training')).not.toHaveLength(0);
    expect((await seen.engine.train()).phase).toBe('finished');
    expect((await seen.engine.reset(experiment)).phase).toBe('ready');
  });

  it('carries out step, pause and reset in the order of the calls', async () => {
    const seen = await opened();
    const [trained, paused, stepped, reset] = await Promise.all([
      seen.engine.train(),
      seen.engine.pause(),
      seen.engine.step(),
      seen.engine.reset({ ...experiment, seed: 12 }),
    ]);
    expect(trained.phase).toBe('training');
    // The first step may not have been submitted yet when Pause is handled.
    expect(['ready', 'paused']).toContain(paused.phase);
    expect(stepped.step).toBe(paused.step + 1);
    expect(reset).toMatchObject({ step: 0, phase: 'ready', experiment: { seed: 12 } });
  });

  it('makes one preview after a step, although one is requested when the step settles and one at rest', async () => {
    const seen = await opened();
    const steps = () => seen.previews.map(({ step }) => step);
    for (const step of [1, 2]) {
      await seen.engine.step();
      // Waits for the preview, and then for one more turn of the device, in which a second preview
      // would be made.
      await vi.waitFor(() => expect(steps()).toContain(step), { timeout: 60_000, interval: 10 });
      await seen.engine.memory();
    }
    expect(steps().filter((step) => step > 0)).toEqual([1, 2]);

    await seen.engine.setPreviewEvery(0);
    await seen.engine.step();
    await seen.engine.memory();
    expect(steps()).not.toContain(3);
    // Turning previews on again makes one at once.
    await seen.engine.setPreviewEvery(1000);
    await vi.waitFor(() => expect(steps()).toContain(3), { timeout: 60_000, interval: 10 });
  });

  it('is not changed by previews, samples, restorations and saves', async () => {
    const looked = await opened();
    await looked.engine.setPreviewEvery(1);
    await looked.engine.step();
    // If the device is busy, several requests become one preview.
    await vi.waitFor(() => expect(looked.previews.at(-1)?.step).toBe(1), { timeout: 60_000, interval: 10 });
    await looked.engine.train(6);
    await Promise.all([
      looked.engine.generate(1, { seed: 1, count: 3, sampling }),
      looked.engine.restore(2, restoreRequest(picture)),
      looked.engine.save(),
    ]);
    await looked.until('paused');
    const seen = await opened();
    await seen.engine.train(6);
    await seen.until('paused');
    expect(looked.losses).toEqual(seen.losses);
  });
});

it('generates in chunks the same pictures as in one pass, by the network as it was when the call came', async () => {
  const seen = await opened();
  const request = { seed: 3, count: 11, sampling };
  const model = createArticleModel(cifar10.channels, randomStream(experiment.seed).fork('weights'));
  const { noise, samples } = generate(model, cifar10, request.count, randomStream(request.seed).fork('generate'));
  const whole = await Promise.all([toBytes(noise), toBytes(samples)]);
  tf.dispose([noise, samples]);
  model.dispose();
  const call = seen.engine.generate(1, request);
  await seen.engine.train(4); // changes the network between two chunks
  const result = await call;
  expect(result.step).toBe(0);
  expect(Buffer.compare(result.noise.rgb, whole[0])).toBe(0);
  expect(Buffer.compare(result.samples.rgb, whole[1])).toBe(0);
  await seen.until('paused');
});

it('gives the network the same damaged picture that it shows', async () => {
  const { engine } = await opened();
  const { damaged, restored } = await engine.restore(1, restoreRequest(picture, 1.5));
  // Restoring the damaged picture without damage gives the network the same input, so its output
  // must be the same.
  const again = await engine.restore(2, restoreRequest(damaged, 0));
  expect(again.damaged.rgb).toEqual(damaged.rgb);
  expect(again.restored.rgb).toEqual(restored.rgb);
});

it('waits for a shard, names one that failed, and goes on with the others', async () => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const seen = await opened(null, async (file) => {
    if (file === 'train-1.webp') await held;
    if (file === 'train-2.webp') throw new Error('gone');
  });
  await seen.engine.train();
  await seen.until('waiting');
  // The losses are shown while it waits.
  await vi.waitFor(() => expect([...seen.losses.keys()]).toEqual([1, 2]), 30_000);
  release();
  expect(await seen.until('finished')).toMatchObject({ stepsPerEpoch: 4, step: 8 });
  expect(seen.notices).toMatchObject([{ code: 'data-shard-missing', values: { file: 'train-2.webp' } }]);
});

it('can be paused while it waits', async () => {
  const seen = await opened(null, (file) => (file === 'train-1.webp' ? new Promise(() => {}) : Promise.resolve()));
  await seen.engine.train();
  // Training may have waited for the first shard, too, so wait for two losses first.
  await vi.waitFor(() => expect([...seen.losses.keys()]).toEqual([1, 2]), 30_000);
  await seen.until('waiting');
  expect((await seen.engine.pause()).phase).toBe('paused');
});

describe('input from outside', () => {
  it('is refused by name', async () => {
    const seen = await opened();
    const refused = async (call: Promise<unknown>, name: string) =>
      expect(await call.catch((error: unknown) => error)).toMatchObject({ code: 'value-invalid', values: { name } });
    await refused(seen.engine.replays(-1), 'verifyEvery');
    await refused(seen.engine.reset({ ...experiment, batchSize: 0 }), 'batchSize');
    await refused(seen.engine.reset({ ...experiment, classes: [] }), 'classes');
    await refused(seen.engine.setLearningRate(Number.NaN), 'learningRate');
    await refused(seen.engine.setPreviewEvery(0.5), 'previewEvery');
    await refused(seen.engine.generate(1, { seed: -1, count: 1, sampling }), 'generateSeed');
    await refused(seen.engine.generate(1, { seed: 1, count: 65, sampling }), 'generateCount');
    const request = restoreRequest(picture);
    await refused(seen.engine.restore(1, restoreRequest(picture, 3)), 'restoreNoise');
    await refused(seen.engine.restore(1, { ...request, original: { ...picture, rgb: new Uint8Array(3) } }), 'original');
    const { repair } = request;
    await refused(seen.engine.restore(1, { ...request, repair: { ...repair, method: 'ddnm' } }), 'method');
    await refused(seen.engine.restore(1, { ...request, repair: { ...repair, steps: 0.5 } }), 'steps');
    await refused(seen.engine.restore(1, { ...request, damage: { kind: 'pixelation', block: 1 } }), 'block');
    const lost = new Uint8Array(3);
    await refused(seen.engine.restore(1, { ...request, damage: { kind: 'mask', lost, noise: 0 } }), 'mask');
    await refused(seen.engine.restore(1, { ...request, classIndex: 3 }), 'class');
    await refused(seen.engine.testImage(10_000), 'restoreImage');
  });

  it('replaces nothing if it is not a checkpoint', async () => {
    const seen = await opened();
    await seen.engine.step();
    const before = await seen.engine.save();
    const call = seen.engine.load(new TextEncoder().encode('nonsense'));
    expect(await call.catch((error: unknown) => error)).toMatchObject({ code: 'checkpoint-not-one' });
    expect(Buffer.compare(await seen.engine.save(), before)).toBe(0);
  });

  it('can be cancelled between two chunks, and then leaves nothing behind', async () => {
    const seen = await opened();
    await seen.engine.generate(1, { seed: 1, count: 1, sampling });
    const { tensors } = await seen.engine.memory();
    let ended = false;
    const call = seen.engine
      .generate(2, { seed: 1, count: 64, sampling })
      .catch((error: unknown) => error)
      .finally(() => {
        ended = true;
      });
    // Each answer comes in a turn between two chunks of the call.
    for (let turn = 0; turn < 3; turn++) await seen.engine.memory();
    expect(ended).toBe(false);
    await seen.engine.cancel(2);
    expect(await call).toMatchObject({ code: 'cancelled' });
    expect((await seen.engine.memory()).tensors).toBe(tensors);
  });

  it('can be cancelled while it waits for its turn', async () => {
    const seen = await opened();
    const calls = [1, 2].map((id) =>
      seen.engine.generate(id, { seed: 1, count: 1, sampling }).catch((error: unknown) => error),
    );
    await seen.engine.cancel(2);
    const [first, second] = await Promise.all(calls);
    expect(first).toMatchObject({ samples: { count: 1 } });
    expect(second).toMatchObject({ code: 'cancelled' });
  });
});

it('reports a failing storage once, and goes on training', async () => {
  const storage = new MemoryStorage();
  storage.full = true;
  const seen = await opened(storage);
  await seen.engine.step();
  expect(await seen.engine.autosave()).toBeNull();
  expect(await seen.engine.autosave()).toBeNull();
  expect(seen.notices).toHaveLength(1);
  expect((await seen.engine.step()).step).toBe(2);
});
