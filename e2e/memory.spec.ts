import { expect, test } from './playground.ts';

/**
 * A loss is read by a buffer of 16 bytes, which is kept for the next one. There is one for each step in flight, and their number grows to at most 128 while the
 * device runs out of work (`src/engine/in-flight.ts`): a machine that is busy with something else may see a third one. A buffer lost in each step would be 180.
 */
const mostReadBytes = 128 * 16;

test('200 steps leave tensors and GPU bytes where step 20 had them, but for the buffers that read losses', async ({
  playground,
}) => {
  await playground.open('batch=1&preview=50');
  await playground.train.click();
  await playground.waitForStep(20);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
  const early = await playground.memory();
  await playground.resume.click();
  await playground.waitForStep(200);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
  const late = await playground.memory();
  console.log(`memory at step 20: ${JSON.stringify(early)}; past step 200: ${JSON.stringify(late)}`);
  expect(early.tensors).toBeGreaterThan(0);
  expect(late.tensors).toBe(early.tensors);
  expect(late.bytes).toBeGreaterThanOrEqual(early.bytes);
  expect(late.bytes).toBeLessThan(early.bytes + mostReadBytes);
});
