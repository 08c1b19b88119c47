import { expect, test } from './playground.ts';
import { prependToWorker } from './worker-script.ts';

const missing = (of: string, field: string): string =>
  `if (self.${of}) Object.defineProperty(${of}.prototype, '${field}', { get: () => undefined });`;

/** Hides the feature on adapters that have it, too. */
const withoutHalfPrecision = `{
  const { get } = Object.getOwnPropertyDescriptor(GPUAdapter.prototype, 'features');
  Object.defineProperty(GPUAdapter.prototype, 'features', {
    get() { return new Set([...get.call(this)].filter((feature) => feature !== 'shader-f16')); },
  });
}`;

// `src/ml/backends/missing-facts.webgpu.test.ts` withholds each fact by itself, and the features as
// a whole.
test('a browser that says nothing about its adapter trains on WebGPU; half precision that the device lacks becomes single precision, with a notice', async ({
  playground,
  page,
}) => {
  await prependToWorker(
    page,
    [
      missing('GPUDevice', 'adapterInfo'),
      missing('GPUAdapter', 'info'),
      missing('GPUAdapterInfo', 'subgroupMinSize'),
      missing('GPUAdapterInfo', 'subgroupMaxSize'),
      withoutHalfPrecision,
    ].join('\n'),
  );
  await page.goto('#v=1&recipe=tiny&batch=1&preview=0&evaluate=0&precision=float16');
  await playground.ready();
  await expect(playground.alert.filter({ hasText: /half precision.*single precision/i })).toHaveCount(1);
  expect(await playground.state()).toMatchObject({ backend: 'webgpu', adapter: 'unnamed GPU' });
  await playground.share.click();
  expect(await page.getByRole('textbox', { name: /link/i }).inputValue()).not.toContain('float16');
  await page.keyboard.press('Escape');
  expect(await playground.takeStep()).toBeGreaterThan(0);
  await expect(playground.alert, 'said once').toHaveCount(1);
});
