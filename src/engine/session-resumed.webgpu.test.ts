import { afterEach, describe, expect, it, vi } from 'vitest';
import { shareOneDevice } from '../../tools/vitest/one-device.ts';
import { readFolder, writeFolder } from '../ml/checkpoint/folder.ts';
import { unzipFolder, zipFolder } from '../ml/checkpoint/zip.ts';
import { experiment, labels, opened, options, startSession } from './article-session.fixture.ts';
import { closeSession, MemoryStorage, type Seen } from './session.fixture.ts';

await shareOneDevice();

afterEach(closeSession);

describe('another batch size', () => {
  it('keeps the weights, the moments and the next images, and makes a new run that is saved separately', async () => {
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

  it('starts a fresh run if nothing has been trained', async () => {
    const { engine } = await opened();
    expect(await engine.setBatchSize(1)).toMatchObject({ step: 0, origin: 'seed', experiment: { batchSize: 1 } });
    await expect(engine.setBatchSize(0)).rejects.toMatchObject({ code: 'value-invalid' });
  });
});

describe('exact resumption', () => {
  it('five steps, a checkpoint and five steps in a new session equal ten steps, bit for bit', async () => {
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

  it('goes on with the run’s original images, although more are available now, and Reset takes them all', async () => {
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

  it('reports that there are fewer images than the run had, and refuses a run that is already beyond them', async () => {
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

  it('restores the loss curve, and gives null if the file’s curve is empty', async () => {
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

  it('after a crash, goes on with its own run and no other', async () => {
    const storage = new MemoryStorage();
    const before = await opened(storage);
    await before.engine.train(4);
    const { runId } = await before.until('paused');
    expect(await before.engine.autosave()).toMatchObject({ runId, step: 4, epoch: 0 });
    const other = await before.engine.reset(experiment); // the same settings, but another run
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

  it('offers an autosave of an earlier visit, resumes it as the same run, and discards it without the others', async () => {
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
    await last.engine.discardAutosave(); // nothing is on offer now
    expect([...storage.runs.keys()].toSorted()).toEqual([runId, saved.runId].toSorted());
  });

  it('makes an import a new run, and saves it at once', async () => {
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

  it('become an import that can be saved and resumed before its first step', async () => {
    const storage = new MemoryStorage();
    const seen = await opened(storage);
    expect(await seen.engine.autosave()).toBeNull(); // null, because the seed's random weights can be made again
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

it('makes an open offer again after the engine has died, although its own run has been saved since', async () => {
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
