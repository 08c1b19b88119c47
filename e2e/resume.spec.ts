import { expect, PlaygroundPage, test } from './playground.ts';

test('after a reload in mid-training the next step has the loss of the uninterrupted run', async ({
  playground,
  page,
  browser,
}) => {
  const fields = 'seed=31&batch=1';
  await playground.open(fields);
  // Pausing saves; what comes after may or may not be saved before the reload ends the worker.
  await playground.train.click();
  await playground.waitForStep(3);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
  const saved = (await playground.state()).step;
  await playground.resume.click();
  await playground.waitForStep(saved + 2);
  const { step: before } = await playground.state();

  await page.reload();
  await playground.ready();
  expect((await playground.state()).step).toBe(0);
  await page.getByRole('button', { name: /continue/i }).click();
  await page.waitForFunction(() => window.playground.state().step > 0);
  const { step: resumed } = await playground.state();
  if ((await playground.state()).running) await playground.pause.click();
  const loss = await playground.takeStep();
  const { step } = await playground.state();

  const elsewhere = await browser.newContext({ baseURL: page.url().replace(/#.*/, '') });
  try {
    const uninterrupted = new PlaygroundPage(await elsewhere.newPage());
    await uninterrupted.open(fields);
    const reference = await uninterrupted.takeSteps(step);
    console.log(
      `reload at step ${before}, resumed at ${resumed}; step ${step}: ${loss}, uninterrupted ${reference.at(-1)}`,
    );
    expect(resumed).toBeGreaterThanOrEqual(saved);
    expect(loss).toBe(reference.at(-1));
  } finally {
    await elsewhere.close();
  }
});
