/** If the device has not enough memory for something, only that fails, and the error says so. */
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type Experiment, recipes } from '../ml/config.ts';
import { articleNetwork } from '../ml/data/cifar10.testing.ts';
import { type GpuMemory, watchGpuMemory } from '../ml/device/gpu-memory.testing.ts';
import { verifyReplays } from '../ml/device/verification.ts';
import { stepMemory } from '../ml/training/warm-up.ts';
import type { GenerateRequest } from '../workers/protocol.ts';
import { miniature, zipped } from './miniature.fixture.ts';
import { restoreRequest } from './restore-request.fixture.ts';
import { closeSession, MemoryStorage, type Seen, startSession } from './session.fixture.ts';

let gpu: GpuMemory;
beforeAll(() => {
  gpu = watchGpuMemory();
  verifyReplays(0); // verifying would need memory for a second recording
});
afterAll(() => gpu.end());
afterEach(async () => {
  gpu.limit = Number.POSITIVE_INFINITY;
  await closeSession();
});

const data = { labels: Array.from({ length: 32 }, (_, i) => i % 10), imagesPerShard: 8, testLabels: [3, 8] };
const article: Experiment = { ...recipes.article.experiment, batchSize: 32, epochs: 8 };
const tiny: Experiment = { ...recipes.tiny.experiment, seed: 11, batchSize: 2, epochs: 2 };
const options = { backend: 'webgpu', experiment: article, previewEvery: 1000, resume: 'none' } as const;

const codes = (seen: Seen) => seen.notices.map(({ code }) => code);
const settled = (seen: Seen, step: number) =>
  vi.waitFor(() => expect(seen.losses.size).toBeGreaterThanOrEqual(step), { timeout: 100_000, interval: 10 });

it('in a training step: training stops before it, reports what half the batch needs, and goes on with half', async () => {
  const storage = new MemoryStorage();
  const seen = await startSession(data, storage);
  await seen.engine.open(options, '');
  await vi.waitFor(() => expect(seen.preparations.at(-1)).toBeNull(), { timeout: 100_000, interval: 10 });
  const need = async (batchSize: number) => (await stepMemory(articleNetwork, { ...article, batchSize })) ?? 0;
  const [whole, half] = [await need(32), await need(16)];
  gpu.limit = (whole + half) / 2;
  await seen.engine.train();
  await vi.waitFor(() => expect(codes(seen)).toEqual(['step-out-of-memory']), { timeout: 100_000, interval: 10 });
  const { values } = seen.notices[0] ?? {};
  expect(values).toEqual({ batch: 16, megabytes: Math.ceil(half / 2 ** 20) });
  expect(await seen.until('ready')).toMatchObject({ step: 0, loss: null });
  expect(seen.phases).not.toContain('failed');
  expect(storage.runs.size).toBe(0);

  await seen.engine.setBatchSize(16);
  await seen.engine.train(3);
  expect(await seen.until('paused')).toMatchObject({ step: 3, experiment: { batchSize: 16 } });
  expect(codes(seen)).toEqual(['step-out-of-memory']);
});

it('in sampling, restoring and saving: only these calls fail, they leave nothing behind, and training goes on unchanged', async () => {
  const train = async (look: (seen: Seen) => Promise<void>) => {
    const seen = await startSession(data);
    await seen.engine.open(options, '');
    await seen.engine.load(zipped(miniature(tiny)));
    await seen.engine.setEvaluateEvery(5);
    await seen.engine.train(6); // by now the step is replayed and makes nothing

    await seen.until('paused');
    await vi.waitFor(() => expect(seen.evaluations.at(-1)?.step).toBe(6), { timeout: 100_000, interval: 10 });
    await look(seen);
    await seen.engine.train(9);
    await seen.until('paused');
    await settled(seen, 9);
    return seen.losses;
  };
  const sampling = { sampler: 'ddim', steps: 3, eta: 0, guidance: 1, classIndex: null, weights: 'ema' } as const;
  const request: GenerateRequest = { seed: 5, count: 2, sampling };
  const picture = { count: 1, width: 32, height: 32, rgb: new Uint8Array(32 * 32 * 3) };
  const expected = await train(async () => {});
  const losses = await train(async (seen) => {
    const { engine } = seen;
    const { tensors } = await engine.memory();
    const before = gpu.bytes;
    for (const room of [1000, 30_000, 200_000]) {
      gpu.limit = gpu.bytes + room;
      const failures = await Promise.allSettled([
        engine.generate(1, request),
        engine.restore(2, restoreRequest(picture)),
        ...(room === 1000 ? [engine.save()] : []),
      ]);
      for (const failure of failures)
        expect(failure).toMatchObject({ status: 'rejected', reason: { code: 'out-of-memory' } });
      expect(gpu.bytes).toBeLessThanOrEqual(before);
    }
    // There is room for the step, but not for sampling or restoring after it.
    gpu.limit = gpu.bytes + 1000;
    await engine.train(7);
    await seen.until('paused');
    await vi.waitFor(() => expect(codes(seen)).toContain('out-of-memory'), { timeout: 100_000, interval: 10 });
    gpu.limit = Number.POSITIVE_INFINITY;
    const left = async () => expect((await engine.memory()).tensors).toBe(tensors);
    await vi.waitFor(left, { timeout: 100_000, interval: 10 });
    expect(new Set(codes(seen))).toEqual(new Set(['out-of-memory']));
    expect(seen.phases).not.toContain('failed');
    await engine.generate(3, request);
    await engine.save();
  });
  expect(losses).toEqual(expected);
});
