/**
 * Each step gives back what it took: 200 steps, with previews among them, leave what 20 have left.
 * Looking, imports and other recipes: `soak.webgpu.test.ts`.
 */
import { afterAll, expect, test } from 'vitest';
import { recipes } from '../ml/config.ts';
import { loadRecording } from '../ml/device/recording-loader.ts';
import { closeSession, startSession } from './session.fixture.ts';

afterAll(closeSession);

/**
 * A loss is read by a buffer of 16 bytes, which is kept for the next one. There is one for each
 * step in flight, and their number grows to at most 128 while the device runs out of work
 * (`in-flight.ts`): a machine that is busy with something else may see a third one. A buffer lost
 * in each step would be 180.
 */
const mostReadBytes = 128 * 16;

test('200 steps leave tensors and GPU bytes where step 20 had them, but for the buffers that read losses', async () => {
  const labels = Array.from({ length: 8 }, (_, i) => i);
  const { engine, until } = await startSession({ labels, imagesPerShard: 8, testLabels: [3, 8] });
  const experiment = { ...recipes.article.experiment, batchSize: 1, epochs: 50 };
  await engine.open({ backend: 'webgpu', experiment, previewEvery: 50, resume: 'none' }, '');
  await loadRecording(); // a fast device would take many steps before
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
