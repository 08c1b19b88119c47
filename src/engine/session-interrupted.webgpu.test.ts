/** Failures, cancellations and waiting lose nothing of the run. */
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { shareOneDevice } from '../../tools/vitest/one-device.ts';
import { unzipFolder, zipFolder } from '../ml/checkpoint/zip.ts';
import { type Experiment, recipes } from '../ml/config.ts';
import type { SyntheticOptions } from '../ml/data/synthetic-source.fixture.ts';
import { StepRecordings } from '../ml/training/step-recordings.ts';
import { miniature, zipped } from './miniature.fixture.ts';
import { Run } from './run.ts';
import { closeSession, type Seen, startSession } from './session.fixture.ts';

await shareOneDevice();

const experiment: Experiment = { ...recipes.article.experiment, seed: 11, batchSize: 2, epochs: 2 };
const labels = Array.from({ length: 11 }, (_, i) => i % 10);
const data = { labels, imagesPerShard: 4 };
const options = { backend: 'webgpu', experiment, previewEvery: 1000, resume: 'none' } as const;

afterEach(async () => {
  vi.restoreAllMocks();
  await closeSession();
});

async function opened(given: Partial<SyntheticOptions> = {}): Promise<Seen> {
  const seen = await startSession({ ...data, ...given });
  await seen.engine.open(options, '');
  return seen;
}

const previewed = (seen: Seen, step: number) =>
  vi.waitFor(() => expect(seen.previews.at(-1)?.step).toBe(step), { timeout: 60_000, interval: 20 });
const noticed = (seen: Seen, notice: object) =>
  vi.waitFor(() => expect(seen.notices).toMatchObject([notice]), { timeout: 60_000, interval: 20 });
const failure = (call: Promise<unknown>) => call.catch((error: unknown) => error);

interface Reference {
  readonly losses: ReadonlyMap<number, number>;
  readonly zip: Uint8Array<ArrayBuffer>;
}

let known: Reference | null = null;

/** Ten steps with nothing in between. */
async function uninterrupted(): Promise<Reference> {
  if (!known) {
    const seen = await opened();
    await seen.engine.train(10);
    await seen.until('paused');
    known = { losses: seen.losses, zip: await seen.engine.save() };
  }
  return known;
}

describe('after an error other than divergence, the step count is that of the weights', () => {
  it('if the step could not be submitted', async () => {
    const { losses } = await uninterrupted();
    const seen = await opened();
    await seen.engine.step();
    await seen.engine.step();
    const { write } = StepRecordings.prototype;
    vi.spyOn(StepRecordings.prototype, 'write').mockImplementationOnce(function (this: StepRecordings, batch) {
      write.call(this, batch);
      return {
        run() {
          throw new Error('no room');
        },
      };
    });
    expect(await seen.engine.step()).toMatchObject({ step: 2, phase: 'failed' });
    await noticed(seen, { code: 'bug', values: { message: 'no room' } });
    expect(await seen.engine.step()).toMatchObject({ step: 3, phase: 'paused' });
    expect(await seen.engine.step()).toMatchObject({ step: 4, phase: 'paused' });
    expect([...seen.losses]).toEqual([...losses].slice(0, 4));
  });

  it('if its loss could not be read', async () => {
    const { losses } = await uninterrupted();
    const seen = await opened();
    await seen.engine.step();
    await seen.engine.step();
    await previewed(seen, 2);
    vi.spyOn(tf.Tensor.prototype, 'data').mockRejectedValueOnce(new Error('cannot be mapped'));
    expect(await seen.engine.step()).toMatchObject({ step: 3, phase: 'failed' });
    expect(await seen.engine.step()).toMatchObject({ step: 4, phase: 'paused' });
    expect(seen.losses.get(4)).toBe(losses.get(4));
  });
});

it('an evaluation without enough memory becomes a notice, and training goes on', async () => {
  const small = { ...experiment, ...recipes.tiny.experiment, seed: 11, batchSize: 2, epochs: 2 };
  const seen = await opened({ testLabels: [3, 8] });
  await seen.engine.load(zipped(miniature(small)));
  await vi.waitFor(() => expect(seen.previews.length).toBeGreaterThan(0), 60_000);
  vi.spyOn(Run.prototype, 'networkSnapshot').mockImplementationOnce(() => {
    throw new Error('no room for a copy');
  });
  await seen.engine.train(3);
  expect(await seen.until('paused')).toMatchObject({ step: 3 });
  await seen.engine.evaluated(); // the failed evaluation is not waited for
  await noticed(seen, { values: { message: 'no room for a copy' } });
});

describe('while a step waits for images', () => {
  const stuck = (file: string) => (file === 'train-1.webp' ? new Promise<void>(() => {}) : Promise.resolve());

  async function waiting() {
    const seen = await opened({ onRead: stuck });
    await seen.engine.step();
    await seen.engine.step();
    const step = seen.engine.step();
    await seen.until('waiting');
    return { seen, step };
  }

  it('Pause cancels it at once', async () => {
    const { seen, step } = await waiting();
    const next = seen.engine.step(); // pressed twice
    expect(await seen.engine.pause()).toMatchObject({ phase: 'paused', step: 2 });
    expect(await step).toMatchObject({ phase: 'paused', step: 2 });
    expect(await next).toMatchObject({ step: 2 });
  });

  it('Reset starts a new run at once', async () => {
    const { seen } = await waiting();
    expect(await seen.engine.reset(experiment)).toMatchObject({ phase: 'ready', step: 0 });
    expect(await seen.engine.step()).toMatchObject({ step: 1 });
  });

  it('another run is loaded at once', async () => {
    const { seen } = await waiting();
    const zip = await seen.engine.save();
    expect(await seen.engine.load(zip)).toMatchObject({ step: 2, origin: 'checkpoint' });
  });
});

describe('a run in training goes on unchanged', () => {
  async function trainingBeside(ask: (seen: Seen, zip: Uint8Array<ArrayBuffer>) => Promise<unknown>) {
    const { losses, zip } = await uninterrupted();
    const seen = await opened();
    const { runId } = await seen.engine.train(10);
    await vi.waitFor(() => expect(seen.losses.size).toBeGreaterThan(0), 60_000);
    const error = await ask(seen, zip.slice());
    expect(await seen.until('paused')).toMatchObject({ runId, step: 10 });
    expect(seen.losses).toEqual(losses);
    return error;
  }

  it('when loading another is cancelled', async () => {
    const error = await trainingBeside(async (seen, zip) => {
      const load = failure(seen.engine.load(zip, 7));
      await seen.engine.cancel(7);
      return load;
    });
    expect(error).toMatchObject({ code: 'cancelled' });
  });

  it('when loading is cancelled at the last moment', async () => {
    const error = await trainingBeside(async (seen, zip) => {
      const { from } = Run;
      vi.spyOn(Run, 'from').mockImplementationOnce(async (...given) => {
        const run = await from.apply(Run, given);
        void seen.engine.cancel(7);
        return run;
      });
      return failure(seen.engine.load(zip, 7));
    });
    expect(error).toMatchObject({ code: 'cancelled' });
  });

  it('when the loaded checkpoint cannot be trained here', async () => {
    const error = await trainingBeside(async (seen, zip) => {
      const folder = new Map(unzipFolder('run', zip));
      const state = JSON.parse(new TextDecoder().decode(folder.get('training_state.json')));
      state.cursor.position = 12;
      folder.set('training_state.json', new TextEncoder().encode(JSON.stringify(state)));
      return failure(seen.engine.load(zipFolder(folder)));
    });
    expect(error).toMatchObject({ code: 'checkpoint-invalid' });
  });
});

it('makes a preview once its images can be loaded again, and reports the failure once', async () => {
  let gone = true;
  const seen = await opened({
    onRead: async (file) => {
      if (gone && file.startsWith('test')) throw new Error('offline');
    },
  });
  await noticed(seen, { code: 'data-shard-missing' });
  await seen.engine.step();
  await new Promise((resolve) => setTimeout(resolve, 1000)); // two more tries
  expect([seen.notices.length, seen.previews.length]).toEqual([1, 0]);
  gone = false;
  await seen.engine.step();
  await previewed(seen, 2);
});
