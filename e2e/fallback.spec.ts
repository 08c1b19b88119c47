import { findBrowser } from '../cli/browser.ts';
import { expect, test } from './playground.ts';

const executablePath = findBrowser()?.path ?? '';

// WebGPU is switched off in the browser itself: navigator.gpu is not there.
test.use({ launchOptions: { executablePath, args: ['--disable-blink-features=WebGPU'] } });

test('without WebGPU a notice says what that costs, and a step is taken', async ({ playground, page }) => {
  await playground.open('batch=1');
  expect(await page.evaluate(() => 'gpu' in navigator)).toBe(false);
  await expect(playground.alert.filter({ hasText: /WebGPU/ })).toBeVisible();
  const { backend, adapter } = await playground.state();
  const start = performance.now();
  const loss = await playground.takeStep();
  console.log(`${backend} on ${adapter}: loss ${loss} after ${((performance.now() - start) / 1000).toFixed(1)} s`);
  expect(['webgl', 'cpu']).toContain(backend);
  expect(loss).toBeGreaterThan(0);
});
