import { afterEach, describe, expect, it, vi } from 'vitest';
import { readFolder, writeFolder } from '../ml/checkpoint/folder.ts';
import { unzipFolder, zipFolder } from '../ml/checkpoint/zip.ts';
import { type Experiment, recipes } from '../ml/config.ts';
import { syntheticSource } from '../ml/data/synthetic-source.fixture.ts';
import type { ErrorReport } from '../ml/errors.ts';
import type { MetricsBatch, Phase, Preview, RunStatus } from '../workers/protocol.ts';
import type { SnapshotStorage, StoredSnapshot } from './host.ts';
import { createSession, type EngineSession } from './session.ts';

/** Five steps of two images, then one of one: 11 images. */
const experiment: Experiment = { ...recipes.article.experiment, seed: 11, batchSize: 2, epochs: 2 };
const labels = Array.from({ length: 11 }, (_, i) => i % 10);
const picture = { count: 1, width: 32, height: 32, rgb: new Uint8Array(32 * 32 * 3).map((_, i) => i % 251) };

class MemoryStorage implements SnapshotStorage {
  stored: StoredSnapshot | null = null;
  full = false;
  async save(info: unknown, zip: Uint8Array) {
    if (this.full) throw new Error('full');
    this.stored = { info: JSON.parse(JSON.stringify(info)), zip: new Uint8Array(zip) };
  }
  async load() {
    return this.stored;
  }
  async clear() {
    this.stored = null;
  }
}

/** tfjs has one backend a process, so a test has one session at a time. */
let current: EngineSession | null = null;
afterEach(async () => {
  await current?.close();
  current = null;
});

interface Seen {
  readonly engine: EngineSession;
  readonly losses: Map<number, number>;
  readonly phases: Phase[];
  readonly previews: Preview[];
  readonly notices: ErrorReport[];
  readonly batches: MetricsBatch[];
  /** Resolves when the newest status has this phase. */
  until(phase: Phase): Promise<RunStatus>;
}

async function startSession(
  storage: SnapshotStorage | null = null,
  onRead?: (file: string) => Promise<void>,
): Promise<Seen> {
  await current?.close();
  const { source } = await syntheticSource({ labels, imagesPerShard: 4, ...(onRead ? { onRead } : {}) });
  const losses = new Map<number, number>();
  const phases: Phase[] = [];
  const [previews, notices, batches]: [Preview[], ErrorReport[], MetricsBatch[]] = [[], [], []];
  let newest: RunStatus | null = null;
  const waiting = new Set<() => void>();
  const engine = createSession(
    { openShards: () => source, storage },
    {
      metrics: (batch) => {
        batches.push(batch);
        batch.steps.forEach((step, i) => {
          losses.set(step, batch.losses[i] ?? Number.NaN);
        });
      },
      status: (status) => {
        newest = status;
        phases.push(status.phase);
        for (const look of waiting) look();
      },
      preview: (preview) => previews.push(preview),
      data: () => {},
      dataSample: () => {},
      notice: (report) => notices.push(report),
      lost: (report) => {
        throw new Error(report.detail);
      },
    },
  );
  current = engine;
  const until = (phase: Phase) =>
    new Promise<RunStatus>((resolve) => {
      const look = (): void => {
        if (newest?.phase !== phase) return;
        waiting.delete(look);
        resolve(newest);
      };
      waiting.add(look);
      look();
    });
  return { engine, losses, phases, previews, notices, batches, until };
}

const options = { backend: 'webgpu', experiment, previewEvery: 1000, resume: 'none' } as const;

async function opened(...given: Parameters<typeof startSession>): Promise<Seen> {
  const seen = await startSession(...given);
  await seen.engine.open(options, '');
  return seen;
}

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

  it('an autosave goes on after a crash', async () => {
    const storage = new MemoryStorage();
    const before = await opened(storage);
    await before.engine.train(4);
    await before.until('paused');
    expect(await before.engine.autosave()).toMatchObject({ step: 4, epoch: 0 });

    const after = await startSession(storage);
    const report = await after.engine.open({ ...options, resume: 'last' }, '');
    expect(report.status).toMatchObject({ step: 4, phase: 'paused' });

    const later = await startSession(storage);
    const offer = await later.engine.open(options, '');
    expect(offer.status.step).toBe(0);
    expect(offer.autosave?.step).toBe(4);
    await later.engine.step();
    await later.engine.autosave(); // replaces what is stored, not what was offered
    expect((await later.engine.resumeAutosave()).step).toBe(4);
    await later.engine.discardAutosave();
    expect(storage.stored).toBeNull();
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

  it('is not changed by looking', async () => {
    const looked = await opened();
    await looked.engine.setPreviewEvery(1);
    await looked.engine.train(6);
    await Promise.all([
      looked.engine.generate(1, { seed: 1, count: 3 }),
      looked.engine.restore(2, { original: picture, noise: 0.5, seed: 1, baseline: 'gaussian' }),
      looked.engine.save(),
    ]);
    await looked.until('paused');
    expect(looked.previews.length).toBeGreaterThan(1);
    const seen = await opened();
    await seen.engine.train(6);
    await seen.until('paused');
    expect(looked.losses).toEqual(seen.losses);
  });
});

it('stops at a loss that is no number, says so, and goes on after a reset', async () => {
  const seen = await opened();
  const { recipe, weights } = readFolder('run', unzipFolder('run', await seen.engine.save()));
  // Weights at the end of float32's range, of both signs: infinities that cancel.
  const enormous = new Map(
    [...weights].map(([name, { shape, values }]) => [
      name,
      { shape, values: values.map((_, i) => (i % 2 === 0 ? 3e38 : -3e38)) },
    ]),
  );
  await seen.engine.load(zipFolder(writeFolder({ recipe, weights: enormous, training: null })));
  await seen.engine.train();
  expect(await seen.until('failed')).toMatchObject({ step: expect.any(Number) });
  expect(seen.notices).toMatchObject([{ code: 'not-finite', values: { step: 1 } }]);
  for (const call of [seen.engine.train(), seen.engine.save()]) {
    expect(await call.catch((error: unknown) => error)).toMatchObject({ code: 'not-finite' });
  }
  expect((await seen.engine.reset(experiment)).phase).toBe('ready');
  expect(await seen.engine.step()).toMatchObject({ step: 1, phase: 'paused' });
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
  await seen.until('waiting');
  expect((await seen.engine.pause()).phase).toBe('paused');
});

describe('what comes from outside', () => {
  it('is refused by name', async () => {
    const seen = await opened();
    const refused = async (call: Promise<unknown>, name: string) =>
      expect(await call.catch((error: unknown) => error)).toMatchObject({ code: 'value-invalid', values: { name } });
    await refused(seen.engine.reset({ ...experiment, batchSize: 0 }), 'batchSize');
    await refused(seen.engine.reset({ ...experiment, classes: [] }), 'classes');
    await refused(seen.engine.setLearningRate(Number.NaN), 'learningRate');
    await refused(seen.engine.setPreviewEvery(0.5), 'previewEvery');
    await refused(seen.engine.generate(1, { seed: -1, count: 1 }), 'generateSeed');
    await refused(seen.engine.generate(1, { seed: 1, count: 65 }), 'generateCount');
    const request = { original: picture, noise: 0.5, seed: 1, baseline: 'gaussian' } as const;
    await refused(seen.engine.restore(1, { ...request, noise: 3 }), 'restoreNoise');
    await refused(seen.engine.restore(1, { ...request, original: { ...picture, rgb: new Uint8Array(3) } }), 'original');
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

  it('can be cancelled while it waits for its turn', async () => {
    const seen = await opened();
    const calls = [1, 2].map((id) => seen.engine.generate(id, { seed: 1, count: 1 }).catch((error: unknown) => error));
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
