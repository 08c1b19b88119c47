/**
 * Each step gives back the memory that it took: 200 steps, with previews among them, hold no more
 * than 20 steps. Sampling, imports and other recipes are tested in `soak.webgpu.test.ts`.
 */
import { afterAll, expect, test } from 'vitest';
import { recipes } from '../ml/config.ts';
import { loadRecording } from '../ml/device/recording-loader.ts';
import { closeSession, startSession } from './session.fixture.ts';

afterAll(closeSession);

/**
 * A loss is read through a buffer of 16 bytes, which is then reused. There is one buffer for each
 * step in flight, and as long as the device runs out of work there may be more of them, up to 128
 * (`in-flight.ts`). A machine that is busy with something else may therefore need a third one. If
 * every step lost a buffer, there would be 180.
 */
const mostReadBytes = 128 * 16;

test('200 steps hold as many tensors and GPU bytes as 20, apart from the buffers that read losses', async () => {
  const labels = Array.from({ length: 8 }, (_, i) => i);
  const { engine, until } = await startSession({ labels, imagesPerShard: 8, testLabels: [3, 8] });
  const experiment = { ...recipes.article.experiment, batchSize: 1, epochs: 50 };
  await engine.open({ backend: 'webgpu', experiment, previewEvery: 50, resume: 'none' }, '');
  await loadRecording(); // until it is loaded, a fast device would take many steps
  const held = async (step: number) => {
    await engine.train(step);
    await until('paused');
    return engine.memory();
  };
  const early = await held(20);
  const late = await held(200);
  console.log(`memory at step 20: ${JSON.stringify(early)}; at step 200: ${JSON.stringify(late)}`);
  expect(early.tensors).toBeGreaterThan(0);
  expect(late.tensors).toBe(early.tensors);
  expect(late.bytes).toBeGreaterThanOrEqual(early.bytes);
  expect(late.bytes).toBeLessThan(early.bytes + mostReadBytes);
});
