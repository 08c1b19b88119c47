import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { restartLimit } from '../src/store/engine-restarts.ts';
import { expect, type PlaygroundPage, test } from './playground.ts';

async function engineWorker(playground: PlaygroundPage) {
  const [worker] = playground.page.workers();
  if (worker === undefined) throw new Error('no engine worker');
  return worker;
}

async function trainedAndSaved(playground: PlaygroundPage, fields: string): Promise<number> {
  await playground.open(fields);
  await playground.train.click();
  await playground.waitForStep(2);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
  return (await playground.state()).step;
}

async function endWorker(playground: PlaygroundPage): Promise<void> {
  const worker = await engineWorker(playground);
  const closed = worker.waitForEvent('close');
  await worker.evaluate(() => self.close());
  await closed;
}

/**
 * An uncaught error and an unhandled rejection in the worker are shown, and training still works.
 */
async function survivesErrors(playground: PlaygroundPage, uncaught: string[]): Promise<void> {
  const worker = await engineWorker(playground);
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('thrown by the test');
    });
  });
  await expect(playground.alert.filter({ hasText: 'thrown by the test' })).toBeVisible();
  expect(uncaught.splice(0)).toEqual(['Error: thrown by the test']);
  await worker.evaluate(() => {
    setTimeout(() => void Promise.reject(new Error('rejected by the test')));
  });
  await expect(playground.alert.filter({ hasText: 'rejected by the test' })).toBeVisible();
  // Browsers differ in whether they report a worker's rejection as an error of the page.
  uncaught.splice(0);
  expect(await playground.takeStep()).toBeGreaterThan(0);
  await playground.dismissAlerts();
}

test('uncaught errors and rejections in the worker are shown; a worker that ends is replaced, and training goes on from the last save; after too many ends the save can be exported, and the engine starts again without a reload', async ({
  playground,
  page,
  uncaught,
}) => {
  await trainedAndSaved(playground, 'batch=2&backend=cpu');
  await survivesErrors(playground, uncaught);
  const first = (await playground.state()).step;
  await playground.resume.click();
  await playground.waitForStep(first + 1);
  await endWorker(playground);
  await expect(playground.alert.filter({ hasText: /training process ended/i })).toBeVisible();
  const { step } = await playground.state();
  await playground.waitForStep(step + 2);
  console.log(`saved at step ${first}, went on to ${(await playground.state()).step}`);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();

  // Pausing has saved the run.
  const saved = (await playground.state()).step;
  for (let death = 1; death <= restartLimit.count; death += 1) {
    await page.waitForFunction(() => window.playground.state().backend !== null);
    await endWorker(playground);
    if (death < restartLimit.count) await expect(playground.resume).toBeEnabled();
  }
  await expect(playground.alert.filter({ hasText: /failed several times/i })).toBeVisible();

  await playground.share.click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /save checkpoint/i }).click();
  const files = Object.keys(unzipSync(await readFile(await (await download).path())));
  expect(files).toContain('training_state.json');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Start it again', exact: true }).click();
  // The notices of earlier restarts may still be there.
  await expect(page.getByText(`A new engine is running and goes on from step ${saved}.`).last()).toBeVisible();
  await expect.poll(async () => (await playground.state()).step).toBe(saved);
  expect(await playground.takeStep()).toBeGreaterThan(0);
});

test('after the GPU is lost twice in the first steps, the page offers a smaller batch, which trains', async ({
  playground,
  page,
}) => {
  // Some drivers reset the GPU when one submit takes too long. Here the device is lost when
  // training begins with more than two images a step.
  await page.route('**/*worker*.js', async (route) => {
    const script = await (await route.fetch()).text();
    await route.fulfill({ contentType: 'text/javascript', body: `${losesLargeBatches}\n${script}` });
  });
  await playground.open('batch=4');
  await playground.train.click();
  const offer = page.getByRole('button', { name: 'Train with a batch of 2', exact: true });
  await expect(playground.alert.filter({ hasText: /lost again in the first steps/i })).toBeVisible();
  expect((await playground.state()).running).toBe(false);
  await offer.click();
  await playground.waitForStep(2);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
});

const losesLargeBatches = `{
  let device = null, batch = 0;
  const request = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...given) { return (device = await request.apply(this, given)); };
  self.addEventListener('message', ({ data }) => {
    batch = Number(/"batchSize":(\\d+)/.exec(JSON.stringify(data))?.[1] ?? (data?.m === 'setBatchSize' ? data.a[0] : batch));
    if (data?.m === 'train' && batch > 2) device.destroy();
  });
}`;

test('a lost GPU is replaced, and the run restored from its last save, both when paused and in training, which then goes on by itself', async ({
  playground,
  browser,
}) => {
  const saved = await trainedAndSaved(playground, 'batch=2');
  // Commands run in order: once this step is done, the save of the pause is done, too.
  await playground.takeStep();
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess');
  const lost = playground.alert.filter({ hasText: /GPU was lost/i });
  // On a slow machine the GPU may be lost once more meanwhile, which leaves two notices.
  await expect(lost.last()).toBeVisible();
  const goesOn = playground.page.getByText(/goes on from step/);
  await expect(goesOn.last()).toBeVisible();
  await expect(playground.resume).toBeEnabled();
  expect((await playground.state()).step).toBe(saved);
  expect(await playground.takeStep()).toBeGreaterThan(0);

  await playground.dismissAlerts();
  await expect(goesOn).toHaveCount(0);
  await playground.resume.click();
  await playground.waitForStep(saved + 3);
  await session.send('Browser.crashGpuProcess');
  await expect(goesOn.last()).toBeVisible();
  await expect(lost.last()).toBeVisible();
  await expect(playground.alert.filter({ hasText: /went wrong/i })).toHaveCount(0);
  await expect(playground.pause).toBeVisible();
  await playground.waitForStep((await playground.state()).step + 2);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
});
