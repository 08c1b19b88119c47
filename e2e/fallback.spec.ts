import { findBrowser } from '../cli/browser.ts';
import { thisMachine } from '../cli/host.ts';
import { expect, test } from './playground.ts';
import { prependToWorker } from './worker-script.ts';

// CHROMIUM_PATH may be a script that forces WebGPU on: an installed browser is asked first.
const withoutPath = { ...thisMachine, env: { ...thisMachine.env, CHROMIUM_PATH: undefined } };
const executablePath = (findBrowser(withoutPath) ?? findBrowser())?.path ?? '';

// Without its flags, and without hardware, the browser has no adapter to offer.
test.use({ launchOptions: { executablePath, args: ['--disable-gpu'] } });

test('without WebGPU a notice says what that costs, and a step is taken', async ({ playground, page }) => {
  await playground.open('batch=1');
  expect(await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) ?? null)).toBeNull();
  await expect(playground.alert.filter({ hasText: /WebGPU/ })).toBeVisible();
  const { backend, adapter } = await playground.state();
  const start = performance.now();
  const loss = await playground.takeStep();
  console.log(`${backend} on ${adapter}: loss ${loss} after ${((performance.now() - start) / 1000).toFixed(1)} s`);
  expect(['webgl', 'cpu']).toContain(backend);
  expect(loss).toBeGreaterThan(0);
});

test('without WebGPU grey digits are learned and drawn as the colours are', async ({ playground, page }) => {
  await playground.open('data=digits&batch=1&gcount=2');
  expect(await playground.takeStep()).toBeGreaterThan(0);
  expect(await playground.state()).toMatchObject({ data: 'digits' });
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByTestId('sample').first()).toBeVisible();
});

test('WebGL that renders half floats only is refused, with the reason', async ({ playground, page }) => {
  await prependToWorker(
    page,
    `const getExtension = WebGL2RenderingContext.prototype.getExtension;
     WebGL2RenderingContext.prototype.getExtension = function (name) {
       return name === 'EXT_color_buffer_float' ? null : getExtension.call(this, name);
     };`,
  );
  await playground.open('batch=1');
  await expect(playground.alert.filter({ hasText: /half precision only/ })).toBeVisible();
  expect(await playground.state()).toMatchObject({ backend: 'cpu' });
});
