import { expect, type PlaygroundPage, test } from './playground.ts';

async function engineWorker(playground: PlaygroundPage) {
  const [worker] = playground.page.workers();
  if (worker === undefined) throw new Error('no engine worker');
  return worker;
}

async function trainedAndSaved(playground: PlaygroundPage): Promise<number> {
  await playground.open('batch=2');
  await playground.train.click();
  await playground.waitForStep(2);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
  return (await playground.state()).step;
}

test('a worker that ends is replaced, and training goes on from the last saved state', async ({ playground }) => {
  const saved = await trainedAndSaved(playground);
  await playground.resume.click();
  await playground.waitForStep(saved + 1);
  const worker = await engineWorker(playground);
  const closed = worker.waitForEvent('close');
  await worker.evaluate(() => self.close());
  await closed;

  await expect(playground.alert.filter({ hasText: /training process ended/i })).toBeVisible();
  const { step } = await playground.state();
  await playground.waitForStep(step + 2);
  console.log(`saved at step ${saved}, went on to ${(await playground.state()).step}`);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
});

test('an error that nobody caught in the worker is shown, and training goes on', async ({ playground, uncaught }) => {
  await playground.open('batch=2');
  const worker = await engineWorker(playground);
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('thrown by the test');
    });
  });
  await expect(playground.alert.filter({ hasText: 'thrown by the test' })).toBeVisible();
  expect(uncaught.splice(0)).toEqual(['Error: thrown by the test']);
  expect(await playground.takeStep()).toBeGreaterThan(0);
});

test('a promise that nobody handles in the worker is shown, and training goes on', async ({ playground, uncaught }) => {
  await playground.open('batch=2');
  const worker = await engineWorker(playground);
  await worker.evaluate(() => {
    setTimeout(() => void Promise.reject(new Error('rejected by the test')));
  });
  await expect(playground.alert.filter({ hasText: 'rejected by the test' })).toBeVisible();
  uncaught.splice(0); // whether a worker's rejection is one of the page's errors is the browser's to say
  expect(await playground.takeStep()).toBeGreaterThan(0);
});

test('a GPU that is lost is replaced, and training goes on from the last saved state', async ({
  playground,
  browser,
}) => {
  const saved = await trainedAndSaved(playground);
  // Commands are taken in order: once this step is done, pausing has saved.
  await playground.takeStep();
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess');
  await expect(playground.alert.filter({ hasText: /GPU was lost/i })).toBeVisible();
  await expect(playground.page.getByText(/goes on from step/)).toBeVisible();
  await expect(playground.resume).toBeEnabled();
  expect((await playground.state()).step).toBe(saved);
  expect(await playground.takeStep()).toBeGreaterThan(0);
});

test('a GPU that is lost while it trains is replaced, and training goes on by itself', async ({
  playground,
  browser,
}) => {
  const saved = await trainedAndSaved(playground);
  await playground.resume.click();
  await playground.waitForStep(saved + 2);
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess');
  await expect(playground.page.getByText(/goes on from step/)).toBeVisible();
  await expect(playground.alert.filter({ hasText: /GPU was lost/i })).toBeVisible();
  await expect(playground.alert.filter({ hasText: /went wrong/i })).toHaveCount(0);
  await expect(playground.pause).toBeVisible();
  await playground.waitForStep((await playground.state()).step + 2);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
});
