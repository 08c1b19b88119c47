import { expect, test } from './playground.ts';
import { prependToWorker } from './worker-script.ts';

/**
 * A device on which all buffers of 64 KiB and more together may take `limit` bytes. A buffer beyond
 * that cannot be made, which WebGPU reports and never throws.
 */
const fullDevice = `
{
  const large = 65536;
  const sizes = new WeakMap();
  let live = 0;
  const { createBuffer } = GPUDevice.prototype;
  const { destroy } = GPUBuffer.prototype;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const { size } = descriptor;
    if (size < large) return createBuffer.call(this, descriptor);
    if (live + size > self.limit) return createBuffer.call(this, { ...descriptor, size: 2 ** 50 });
    const buffer = createBuffer.call(this, descriptor);
    sizes.set(buffer, size);
    live += size;
    return buffer;
  };
  GPUBuffer.prototype.destroy = function () {
    live -= sizes.get(this) ?? 0;
    sizes.delete(this);
    return destroy.call(this);
  };
}`;

test('a step that does not fit into memory: the page says beforehand what a step takes, Train says what half the batch takes, and one press trains on with half', async ({
  playground,
  page,
}) => {
  // A step of 64 images takes 124 MiB, one of 32 takes 98 MiB.
  await prependToWorker(page, `${fullDevice}\nself.limit = 112 * 2 ** 20;`);
  await playground.open('batch=64');
  const needs = async (said: RegExp) => {
    await expect(async () => {
      await page.mouse.move(0, 0);
      await page.getByRole('region', { name: 'Runs on' }).hover();
      await expect(page.getByText(said)).toBeVisible({ timeout: 2000 });
    }).toPass();
  };
  // Adapters differ slightly.
  await needs(/A training step takes about 12\d MB of GPU memory/);
  const begun = await page.evaluate(() => performance.timeOrigin);
  await playground.train.click();
  const said = /not enough GPU memory for a training step\. Batch 32 needs about \d+ MB/;
  await expect(playground.alert.filter({ hasText: said })).toHaveCount(1);
  expect(await playground.state()).toMatchObject({ step: 0, running: false });

  await page.getByRole('button', { name: 'Train with a batch of 32' }).click();
  await playground.waitForStep(3);
  await expect(page.getByRole('spinbutton', { name: 'Batch size' })).toHaveValue('32');
  await expect(playground.alert).toHaveCount(0);
  await needs(/A training step takes about (9[5-9]|10[0-5]) MB of GPU memory/);
  expect(await page.evaluate(() => performance.timeOrigin), 'not reloaded').toBe(begun);
});
