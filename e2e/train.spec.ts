import { expect, mean, test } from './playground.ts';

test('WebGPU is there, and the page says on what it runs', async ({ playground, page }) => {
  await playground.open('batch=2');
  const { backend, adapter } = await playground.state();
  const features = await page.evaluate(async () => [...((await navigator.gpu?.requestAdapter())?.features ?? [])]);
  console.log(`backend ${backend}, adapter ${adapter}, features ${features.join(' ')}`);
  expect(backend).toBe('webgpu');
  expect(adapter).toBeTruthy();
  await expect(page.getByText(adapter ?? '', { exact: false }).first()).toBeVisible();
});

test('trains until the loss has fallen; pauses, resumes, steps and resets', async ({ playground }) => {
  const steps = 40;
  await playground.open('batch=2');
  await expect(playground.stepCount).toHaveText(/^0\b/);

  const start = performance.now();
  await playground.train.click();
  const losses = await playground.watchLosses(steps);
  const seconds = (performance.now() - start) / 1000;
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
  await expect(playground.train).toBeHidden();

  const first = mean(losses.slice(0, 8));
  const last = mean(losses.slice(-8));
  console.log(`${steps} steps of 2 images in ${seconds.toFixed(1)} s; loss ${first.toFixed(4)} -> ${last.toFixed(4)}`);
  expect(last).toBeLessThan(first);

  const paused = await playground.state();
  expect(paused.running).toBe(false);
  expect(await playground.shownLoss()).toBeCloseTo(paused.loss ?? Number.NaN, 3);
  await playground.page.waitForTimeout(3000);
  expect((await playground.state()).step).toBe(paused.step);

  await playground.step.click();
  await playground.waitForStep(paused.step + 1);
  await playground.page.waitForTimeout(1000);
  expect((await playground.state()).step).toBe(paused.step + 1);

  await playground.resume.click();
  await playground.waitForStep(paused.step + 3);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();

  await playground.reset.click();
  await expect(playground.train).toBeVisible();
  await expect(playground.stepCount).toHaveText(/^0\b/);
  expect(await playground.state()).toMatchObject({ step: 0, loss: null, running: false });
});

test('a reset run takes the same first steps again', async ({ playground }) => {
  await playground.open('batch=2&seed=5');
  const first = await playground.takeSteps(2);
  await playground.reset.click();
  await expect(playground.stepCount).toHaveText(/^0\b/);
  expect(await playground.takeSteps(2)).toEqual(first);
});
