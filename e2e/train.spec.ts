import { expect, mean, test } from './playground.ts';

test('trains on WebGPU until the loss has fallen; pauses, resumes, steps and resets; a reset run repeats the same first steps; a number takes effect when it is committed', async ({
  playground,
  page,
}) => {
  const steps = 40;
  await playground.open('batch=2');
  const { backend, adapter } = await playground.state();
  console.log(`backend ${backend}, adapter ${adapter}`);
  expect(backend).toBe('webgpu');
  expect(adapter).toBeTruthy();
  await expect(page.getByText(adapter ?? '', { exact: false }).first()).toBeVisible();
  await expect(playground.stepCount).toHaveText(/^0\b/);

  const fresh = await playground.takeSteps(2);
  await playground.reset.click();
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
  await playground.page.waitForTimeout(1000);
  expect((await playground.state()).step).toBe(paused.step);
  const early = await playground.memory();
  expect(early.tensors).toBeGreaterThan(0);

  await playground.step.click();
  await playground.waitForStep(paused.step + 1);
  await playground.page.waitForTimeout(1000);
  expect((await playground.state()).step).toBe(paused.step + 1);

  await playground.resume.click();
  await playground.waitForStep(paused.step + 12);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
  const late = await playground.memory();
  console.log(`memory at step ${paused.step}: ${JSON.stringify(early)}; at the end: ${JSON.stringify(late)}`);
  expect(late.tensors).toBe(early.tensors);
  expect(late.bytes).toBeLessThan(1.02 * early.bytes);

  await playground.reset.click();
  await expect(playground.train).toBeVisible();
  await expect(playground.stepCount).toHaveText(/^0\b/);
  expect(await playground.state()).toMatchObject({ step: 0, loss: null, running: false });

  expect(await playground.takeSteps(2)).toEqual(fresh);

  await test.step('ten presses of Enter take ten steps, and Reset keeps the focus, too', async () => {
    await playground.step.focus();
    for (let press = 0; press < 10; press += 1) await page.keyboard.press('Enter');
    await playground.waitForStep(2 + 10);
    await expect(playground.step).toBeFocused();
    await expect(playground.step).toBeEnabled();
    await playground.reset.focus();
    await page.keyboard.press('Enter');
    await expect(playground.stepCount).toHaveText(/^0\b/);
    await expect(playground.reset).toBeDisabled();
    await expect(playground.reset).toBeFocused();
  });

  await test.step('a number is taken as typed; a wrong one is reported until it is corrected', async () => {
    await playground.takeStep();
    const rate = page.getByRole('spinbutton', { name: 'Learning rate' });
    await rate.fill('');
    await rate.pressSequentially('1e-4');
    await expect(rate).toHaveValue('1e-4');
    await expect(rate).toHaveAttribute('aria-valuenow', '0.001');
    await rate.press('Enter');
    await expect(rate).toHaveValue('0.0001');
    await rate.press('ArrowUp');
    await expect(rate).toHaveValue('0.0002');

    const epochs = page.getByRole('spinbutton', { name: 'Epochs' });
    for (const wrong of ['-3', '0.5', '1e9', 'many', '']) {
      await epochs.fill(wrong);
      await epochs.blur();
      await expect(epochs).toHaveValue(wrong);
      await expect(page.getByText('A whole number from 1 to 10000. It stays 10.')).toBeVisible();
      await expect(epochs).toHaveAttribute('aria-invalid', 'true');
    }
    await epochs.press('Escape');
    await expect(epochs).toHaveValue('10');
    await expect(page.getByText('A whole number from 1 to 1000')).toBeHidden();
  });
});
