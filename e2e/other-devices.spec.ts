import { expect, test } from './playground.ts';
import { prependToWorker } from './worker-script.ts';

const missing = (of: string, field: string): string =>
  `if (self.${of}) Object.defineProperty(${of}.prototype, '${field}', { get: () => undefined });`;

test('a browser that says nothing of its adapter trains on WebGPU', async ({ playground, page }) => {
  await prependToWorker(
    page,
    [
      missing('GPUDevice', 'adapterInfo'),
      missing('GPUAdapter', 'info'),
      missing('GPUAdapterInfo', 'subgroupMinSize'),
      missing('GPUAdapterInfo', 'subgroupMaxSize'),
    ].join('\n'),
  );
  await playground.open('batch=1');
  expect(await playground.state()).toMatchObject({ backend: 'webgpu', adapter: 'unnamed GPU' });
  expect(await playground.takeStep()).toBeGreaterThan(0);
  await expect(playground.alert).toHaveCount(0);
});

test('half precision that the device has not becomes single, with a notice', async ({ playground, page }) => {
  // Also on adapters that have it.
  await prependToWorker(page, missing('GPUAdapter', 'features'));
  await page.goto('#v=1&recipe=tiny&batch=1&preview=1000&precision=float16');
  await playground.ready();
  await expect(playground.alert.filter({ hasText: /half precision.*single precision/i })).toHaveCount(1);
  expect(await playground.state()).toMatchObject({ backend: 'webgpu' });
  await playground.share.click();
  expect(await page.getByRole('textbox', { name: /link/i }).inputValue()).not.toContain('float16');
  await page.keyboard.press('Escape');
  expect(await playground.takeStep()).toBeGreaterThan(0);
  await expect(playground.alert, 'said once').toHaveCount(1);
});
