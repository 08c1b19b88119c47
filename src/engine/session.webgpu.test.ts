import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { shareOneDevice } from '../../tools/vitest/one-device.ts';
import { readFolder, writeFolder } from '../ml/checkpoint/folder.ts';
import { unzipFolder, zipFolder } from '../ml/checkpoint/zip.ts';
import { type Experiment, recipes } from '../ml/config.ts';
import { cifar10 } from '../ml/data/cifar10.testing.ts';
import { generate } from '../ml/diffusion/one-pass.ts';
import { createArticleModel } from '../ml/models/article.ts';
import { toBytes } from '../ml/pixels.ts';
import { randomStream } from '../ml/random.ts';
import type { Sampling } from '../workers/protocol.ts';
import type { SnapshotStorage } from './host.ts';
import { restoreRequest } from './restore-request.fixture.ts';
import { closeSession, MemoryStorage, type Seen, startSession as startSessionOn } from './session.fixture.ts';

await shareOneDevice();

/** Five steps of two images, then one of one: 11 images. */
const experiment: Experiment = { ...recipes.article.experiment, seed: 11, batchSize: 2, epochs: 2 };
const labels = Array.from({ length: 11 }, (_, i) => i % 10);
/** The article's network has no use for it. */
const sampling: Sampling = { sampler: 'ddim', steps: 10, eta: 0, guidance: 1, classIndex: null, weights: 'ema' };
const picture = { count: 1, width: 32, height: 32, rgb: new Uint8Array(32 * 32 * 3).map((_, i) => i % 251) };

afterEach(closeSession);

const startSession = (
  storage: SnapshotStorage | null = null,
  onRead?: (file: string) => Promise<void>,
  imageLabels = labels,
): Promise<Seen> => startSessionOn({ labels: imageLabels, imagesPerShard: 4, ...(onRead ? { onRead } : {}) }, storage);

const options = { backend: 'webgpu', experiment, previewEvery: 1000, resume: 'none' } as const;

async function opened(...given: Parameters<typeof startSession>): Promise<Seen> {
  const seen = await startSession(...given);
  await seen.engine.open(options, '');
  return seen;
}

describe('another batch size', () => {
  it('goes on with the weights, the moments and the images that come next, and is saved as a run of its own', async () => {
    const storage = new MemoryStorage();
    const seen = await opened(storage);
    await seen.engine.train(2);
    const before = await seen.until('paused');
    const saved = readFolder('run', unzipFolder('run', await seen.engine.save()));
    const changed = await seen.engine.setBatchSize(1);
    expect(changed).toMatchObject({ step: 2, phase: 'paused', origin: 'checkpoint', experiment: { batchSize: 1 } });
    expect(changed.runId).not.toBe(before.runId);
    expect([...(changed.history?.steps ?? [])]).toEqual([1, 2]);
    const { training } = readFolder('run', unzipFolder('run', await seen.engine.save()));
    expect(training?.progress.cursor).toEqual({ epoch: 0, position: 4 });
    expect(training?.tensors).toEqual(saved.training?.tensors);
    await seen.engine.train(3);
    await seen.until('paused');
    expect((await seen.engine.autosave())?.runId).toBe(changed.runId);
    expect(await seen.engine.savedCheckpoint(changed.runId)).toEqual(storage.runs.get(changed.runId)?.zip);
    expect(await seen.engine.savedCheckpoint('another')).toBeNull();
  });

  it('is a fresh run where nothing has been trained', async () => {
    const { engine } = await opened();
    expect(await engine.setBatchSize(1)).toMatchObject({ step: 0, origin: 'seed', experiment: { batchSize: 1 } });
    await expect(engine.setBatchSize(0)).rejects.toMatchObject({ code: 'value-invalid' });
  });
});

describe('exact resumption', () => {
  it('five steps, a checkpoint, five steps in a new session are ten steps, bit for bit', async () => {
    const whole = await opened();
    await whole.engine.train(10);
    await whole.until('paused');
    const wholeZip = await whole.engine.save();

    const first = await opened();
    await first.engine.train(5);
    await first.until('paused');
    const zip = await first.engine.save();

    const second = await opened();
    const loaded = await second.engine.load(zip);
    expect(loaded).toMatchObject({ step: 5, phase: 'paused', epoch: 0, stepInEpoch: 5 });
    await second.engine.train(10);
    await second.until('paused');

    expect([...whole.losses.keys()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Map([...first.losses, ...second.losses])).toEqual(whole.losses);
    // Weights, moments, place: the whole checkpoint, byte by byte.
    expect(Buffer.compare(await second.engine.save(), wholeZip)).toBe(0);
  });

  it('goes on with the images that it began with, though more have arrived; Reset takes them all', async () => {
    const first = await opened(null, undefined, labels.slice(0, 8));
    await first.engine.train(5);
    await first.until('paused');
    const zip = await first.engine.save();
    await first.engine.train(8);
    await first.until('finished');

    // The first shards are the same.
    const second = await opened();
    const loaded = await second.engine.load(zip);
    expect(loaded).toMatchObject({ step: 5, stepsPerEpoch: 4 });
    expect(second.notices.map(({ code, values }) => ({ code, values }))).toEqual([
      { code: 'data-more', values: { images: 8, all: 11 } },
    ]);
    await second.engine.train(8);
    await second.until('finished');
    for (const step of [6, 7, 8]) expect(second.losses.get(step)).toBe(first.losses.get(step));
    expect(await second.engine.reset(experiment)).toMatchObject({ stepsPerEpoch: 6 });
  });

  it('says that fewer images are there than a run had, and refuses one that has come further than they reach', async () => {
    const first = await opened();
    const zipAfter = async (steps: number) => {
      await first.engine.train(steps);
      await first.until('paused');
      return first.engine.save();
    };
    const [early, late] = [await zipAfter(1), await zipAfter(5)];
    const second = await opened(null, undefined, labels.slice(0, 8));
    await expect(second.engine.load(late)).rejects.toMatchObject({ code: 'data-fewer' });
    expect(await second.engine.load(early)).toMatchObject({ step: 1 });
    expect(second.notices.map(({ code, values }) => ({ code, values }))).toEqual([
      { code: 'data-fewer', values: { images: 11, all: 8 } },
    ]);
  });

  it('brings the curve along, and none where the file has an empty one', async () => {
    const seen = await opened();
    await seen.engine.train(5);
    await seen.until('paused');
    const zip = await seen.engine.save();
    const loaded = await seen.engine.load(zip);
    const { steps, losses } = loaded.history ?? { steps: [], losses: [] };
    expect(new Map(Array.from(steps, (step, i) => [step, losses[i]]))).toEqual(seen.losses);

    const folder = new Map(unzipFolder('run', await seen.engine.save()));
    const state = JSON.parse(new TextDecoder().decode(folder.get('training_state.json')));
    state.loss_history = { steps: [], losses: [] };
    folder.set('training_state.json', new TextEncoder().encode(JSON.stringify(state)));
    const without = await seen.engine.load(zipFolder(folder));
    expect(without).toMatchObject({ step: 5, history: null });
    await seen.engine.train(6);
    await seen.until('paused');
    const whole = await opened();
    await whole.engine.train(6);
    await whole.until('paused');
    expect(seen.losses.get(6)).toBe(whole.losses.get(6));
  });

  it('a crash goes on with its own run and with no other', async () => {
    const storage = new MemoryStorage();
    const before = await opened(storage);
    await before.engine.train(4);
    const { runId } = await before.until('paused');
    expect(await before.engine.autosave()).toMatchObject({ runId, step: 4, epoch: 0 });
    const other = await before.engine.reset(experiment); // the same settings, and yet another run
    expect(other.runId).not.toBe(runId);
    await before.engine.step();
    await before.engine.autosave();

    const after = await startSession(storage);
    const report = await after.engine.open({ ...options, resume: { run: runId } }, '');
    expect(report.status).toMatchObject({ runId, step: 4, phase: 'paused' });
    expect(report.history?.steps).toHaveLength(4);

    const unsaved = await startSession(storage);
    const fresh = await unsaved.engine.open({ ...options, resume: { run: 'unsaved' } }, '');
    expect(fresh).toMatchObject({ status: { step: 0, phase: 'ready' }, history: null });
  });

  it('an autosave of an earlier visit is offered, resumed as the run that it was, and discarded without others', async () => {
    const storage = new MemoryStorage();
    const before = await opened(storage);
    await before.engine.train(4);
    const { runId } = await before.until('paused');
    await before.engine.autosave();

    const later = await startSession(storage);
    const offer = await later.engine.open(options, '');
    expect(offer.status.step).toBe(0);
    expect(offer.autosave).toMatchObject({ runId, step: 4 });
    const { runId: own } = await later.engine.step();
    await later.engine.autosave();
    expect(await later.engine.resumeAutosave()).toMatchObject({ runId, step: 4, history: { steps: { length: 4 } } });
    expect([...storage.runs.keys()].toSorted()).toEqual([runId, own].toSorted());

    const last = await startSession(storage);
    expect(await last.engine.open(options, '')).toMatchObject({ autosave: { runId: own }, otherAutosaves: true });
    expect(await last.engine.offerAnother()).toMatchObject({ autosave: { runId }, others: true });
    expect(await last.engine.offerAnother()).toMatchObject({ autosave: { runId: own }, others: true });
    const saved = await last.engine.step();
    await last.engine.autosave();
    await last.engine.discardAutosave();
    await last.engine.discardAutosave(); // nothing is offered any more
    expect([...storage.runs.keys()].toSorted()).toEqual([runId, saved.runId].toSorted());
  });

  it('an import is a run of its own, saved at once', async () => {
    const storage = new MemoryStorage();
    const seen = await opened(storage);
    const { runId } = await seen.engine.step();
    const loaded = await seen.engine.load(await seen.engine.save());
    expect(loaded.runId).not.toBe(runId);
    await vi.waitFor(() => expect([...storage.runs.keys()]).toEqual([loaded.runId]), 30_000);
  });
});

describe('weights without a training state', () => {
  async function weightsOnly(seen: Seen) {
    await seen.engine.step();
    const { network, weights } = readFolder('run', unzipFolder('run', await seen.engine.save()));
    return zipFolder(writeFolder({ network, weights, training: null }));
  }

  it('are an import that can be saved and resumed before its first step', async () => {
    const storage = new MemoryStorage();
    const seen = await opened(storage);
    expect(await seen.engine.autosave()).toBeNull(); // random weights of the seed can be made again
    const loaded = await seen.engine.load(await weightsOnly(seen));
    expect(loaded).toMatchObject({ step: 0, phase: 'ready', origin: 'checkpoint' });
    const { runId } = loaded;
    expect(await seen.engine.autosave()).toMatchObject({ runId, origin: 'checkpoint', step: 0 });
    const whole = await seen.engine.save();

    const after = await startSession(storage);
    const { status } = await after.engine.open({ ...options, resume: { run: runId } }, '');
    expect(status).toMatchObject({ runId, origin: 'checkpoint', step: 0 });
    expect(Buffer.compare(await after.engine.save(), whole)).toBe(0);
    expect((await after.engine.reset(experiment)).origin).toBe('seed');
  });
});

it('an offer that is open when the engine dies is made again, though its own run has been saved since', async () => {
  const storage = new MemoryStorage();
  const before = await opened(storage);
  await before.engine.step();
  const earlier = (await before.engine.autosave())?.runId ?? '';
  const { runId: own } = await before.engine.reset(experiment);
  await before.engine.step();
  await before.engine.autosave();

  const after = await startSession(storage);
  const report = await after.engine.open({ ...options, resume: { run: own }, offer: earlier }, '');
  expect(report).toMatchObject({ status: { runId: own }, autosave: { runId: earlier } });
  expect(await after.engine.resumeAutosave()).toMatchObject({ runId: earlier, step: 1, origin: 'seed' });
});

describe('a GPU error', () => {
  /** What WebGPU reports when a buffer cannot be made: to nobody's call, but to the device's listeners. */
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

  it('ends a run that stands still, too', async () => {
    const seen = await opened();
    await seen.engine.step();
    provokeDeviceError();
    await seen.until('failed');
    expect(seen.notices).toMatchObject([{ code: 'device-error' }]);
  });
});

it('becomes a notice what nobody has caught', async () => {
  const seen = await opened();
  seen.engine.report(new TypeError('nobody caught this'));
  await vi.waitFor(() => expect(seen.notices).toMatchObject([{ code: 'bug' }]), 30_000);
});

describe('what cannot be begun leaves nothing behind', () => {
  const impossible: Experiment = { ...experiment, classes: [7] };
  const noSevens = labels.map((label) => (label === 7 ? 0 : label));

  it('a reset', async () => {
    const seen = await opened(null, undefined, noSevens);
    await seen.engine.step();
    const { tensors } = await seen.engine.memory();
    expect(await seen.engine.reset(impossible).catch((error: unknown) => error)).toMatchObject({
      code: 'data-no-images',
    });
    expect((await seen.engine.memory()).tensors).toBe(tensors);
    expect((await seen.engine.step()).step).toBe(2);
  });

  it('an opening', async () => {
    const before = tf.engine().memory().numTensors;
    const seen = await startSession(null, undefined, noSevens);
    const open = seen.engine.open({ ...options, experiment: impossible }, '');
    expect(await open.catch((error: unknown) => error)).toMatchObject({ code: 'data-no-images' });
    expect(tf.engine().memory().numTensors).toBe(before);
    expect((await seen.engine.open(options, '')).status.phase).toBe('ready');
  });

  it('a checkpoint whose place is beyond the data', async () => {
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

  it('steps, pauses and resets in the order of the calls', async () => {
    const seen = await opened();
    const [trained, paused, stepped, reset] = await Promise.all([
      seen.engine.train(),
      seen.engine.pause(),
      seen.engine.step(),
      seen.engine.reset({ ...experiment, seed: 12 }),
    ]);
    expect(trained.phase).toBe('training');
    expect(['ready', 'paused']).toContain(paused.phase); // the first step may not have been submitted yet
    expect(stepped.step).toBe(paused.step + 1);
    expect(reset).toMatchObject({ step: 0, phase: 'ready', experiment: { seed: 12 } });
  });

  it('shows the network once after a step, though it is asked when the step settles and again at rest', async () => {
    const seen = await opened();
    const steps = () => seen.previews.map(({ step }) => step);
    for (const step of [1, 2]) {
      await seen.engine.step();
      // Until it is shown, and one more turn of the device is over, in which it would be shown again.
      await vi.waitFor(() => expect(steps()).toContain(step), { timeout: 60_000, interval: 10 });
      await seen.engine.memory();
    }
    expect(steps().filter((step) => step > 0)).toEqual([1, 2]);

    await seen.engine.setPreviewEvery(0);
    await seen.engine.step();
    await seen.engine.memory();
    expect(steps()).not.toContain(3);
    // Switched on again, there is one at once.
    await seen.engine.setPreviewEvery(1000);
    await vi.waitFor(() => expect(steps()).toContain(3), { timeout: 60_000, interval: 10 });
  });

  it('is not changed by looking', async () => {
    const looked = await opened();
    await looked.engine.setPreviewEvery(1);
    await looked.engine.step();
    // A busy device makes one preview of those that several steps ask for.
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

it('generates in chunks what one pass makes, of the network as it was when asked', async () => {
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

it('gives the network the damaged picture that it shows, as the filter gets it', async () => {
  const { engine } = await opened();
  const { damaged, restored } = await engine.restore(1, restoreRequest(picture, 1.5));
  // Undamaged, what was shown is all that there is: the same input, so the same answer.
  const again = await engine.restore(2, restoreRequest(damaged, 0));
  expect(again.damaged.rgb).toEqual(damaged.rgb);
  expect(again.restored.rgb).toEqual(restored.rgb);
});

describe('a loss that is no number', () => {
  /** One filter lights up at white, 10^38 fold, and stays dark at black: the network answers for black images only. */
  async function blindedByWhite(seen: Seen) {
    const { network, weights } = readFolder('run', unzipFolder('run', await seen.engine.save()));
    const bright = new Map([...weights].map(([name, { shape, values }]) => [name, { shape, values: values.slice() }]));
    bright.get('encoder.0.weight')?.values.fill(1e37, 0, 48);
    bright.get('encoder.0.bias')?.values.fill(0, 0, 1);
    return zipFolder(writeFolder({ network, weights: bright, training: null }));
  }
  const black = new Uint8Array(32 * 32 * 3);
  const white = new Uint8Array(32 * 32 * 3).fill(255);

  it('stops the run at its last good step; at a lower rate it trains on', async () => {
    // A shard an image, in whose order the first epoch goes: the only white image comes third.
    const data = { labels: [0, 0, 0, 0, 0], imagesPerShard: 1, image: (i: number) => (i === 2 ? white : black) };
    const single = { ...options, experiment: { ...experiment, batchSize: 1 } };
    const seen = await startSessionOn(data, new MemoryStorage());
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

    // What was saved is what two steps make that no third followed.
    const two = await startSessionOn(data);
    await two.engine.open(single, '');
    await two.engine.load(blinded);
    await two.engine.train(2);
    await two.until('paused');
    expect(Buffer.compare(await two.engine.save(), zip)).toBe(0);
  });
});

it('waits for a shard, names one that failed, and trains on with the others', async () => {
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
  await vi.waitFor(() => expect([...seen.losses.keys()]).toEqual([1, 2]), 30_000); // shown while it waits
  release();
  expect(await seen.until('finished')).toMatchObject({ stepsPerEpoch: 4, step: 8 });
  expect(seen.notices).toMatchObject([{ code: 'data-shard-missing', values: { file: 'train-2.webp' } }]);
});

it('pauses while it waits', async () => {
  const seen = await opened(null, (file) => (file === 'train-1.webp' ? new Promise(() => {}) : Promise.resolve()));
  await seen.engine.train();
  await vi.waitFor(() => expect([...seen.losses.keys()]).toEqual([1, 2]), 30_000); // the first shard may have kept it waiting, too
  await seen.until('waiting');
  expect((await seen.engine.pause()).phase).toBe('paused');
});

describe('what comes from outside', () => {
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

  it('replaces nothing when it is no checkpoint', async () => {
    const seen = await opened();
    await seen.engine.step();
    const before = await seen.engine.save();
    const call = seen.engine.load(new TextEncoder().encode('nonsense'));
    expect(await call.catch((error: unknown) => error)).toMatchObject({ code: 'checkpoint-not-one' });
    expect(Buffer.compare(await seen.engine.save(), before)).toBe(0);
  });

  it('can be cancelled between two chunks of its pictures, and leaves nothing behind', async () => {
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
    // Each answer comes in a turn between two of the call's.
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

it('complains once about a storage that fails, and trains on', async () => {
  const storage = new MemoryStorage();
  storage.full = true;
  const seen = await opened(storage);
  await seen.engine.step();
  expect(await seen.engine.autosave()).toBeNull();
  expect(await seen.engine.autosave()).toBeNull();
  expect(seen.notices).toHaveLength(1);
  expect((await seen.engine.step()).step).toBe(2);
});
