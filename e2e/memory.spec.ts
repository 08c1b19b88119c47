import { expect, test } from './playground.ts';

test('200 steps leave tensors and GPU bytes where step 20 had them', async ({ playground }) => {
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
  expect(late).toEqual(early);
});
