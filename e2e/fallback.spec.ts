import { readFile } from 'node:fs/promises';
import { findBrowser } from '../cli/browser.ts';
import { thisMachine } from '../cli/host.ts';
import { miniature, zipped } from '../src/engine/miniature.fixture.ts';
import { experimentOn, recipes, shippedSets } from '../src/ml/config.ts';
import { expect, type PlaygroundPage, test } from './playground.ts';
import { prependToWorker } from './worker-script.ts';

// CHROMIUM_PATH may be a script that forces WebGPU on, so an installed browser is preferred.
const withoutPath = { ...thisMachine, env: { ...thisMachine.env, CHROMIUM_PATH: undefined } };
const executablePath = (findBrowser(withoutPath) ?? findBrowser())?.path ?? '';

// Without the flags that the other tests pass, and without hardware, the browser offers no adapter.
test.use({ launchOptions: { executablePath, args: ['--disable-gpu'] } });
// Playwright runs these tests after all other files, because they start a browser of their own. In
// parallel mode two workers share them; otherwise one worker would wait for the other.
test.describe.configure({ mode: 'parallel' });

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

  await playground.show('start');
  await expect(page.getByText(/There is no WebGPU here/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Paint here anyway' })).toBeEnabled();
  const help = page.getByRole('list').filter({ hasText: 'chrome://gpu' });
  await expect(help).toBeHidden();
  await page.getByText('Switch WebGPU on', { exact: true }).click();
  await expect(help).toBeVisible();
  await expect(page.getByRole('img', { name: 'Digits that this network has painted' })).toHaveJSProperty(
    'complete',
    true,
  );
});

test('without WebGPU grey digits train and are sampled as colour pictures are', async ({ playground, page }) => {
  await playground.open('data=digits&batch=1&gcount=2');
  expect(await playground.takeStep()).toBeGreaterThan(0);
  expect(await playground.state()).toMatchObject({ data: 'digits' });
  await playground.show('paint');
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByTestId('sample').first()).toBeVisible();
});

// It learns from digits that are enlarged to its pictures' size. It has one level, because WebGL
// compiles a program for each size.
const facts = { ...shippedSets.digits, side: 36 };
const unet = { block_out_channels: [4], down_block_types: ['DownBlock2D'], up_block_types: ['UpBlock2D'] };

test('on WebGL a U-Net for grey 36 x 36 pictures of ten classes, with the nearest of two noise draws, trains, samples, restores, is saved and goes on', async ({
  playground,
  page,
}) => {
  await playground.open(`batch=1&data=${facts.id}&gcount=1&steps=2`);
  const experiment = { ...experimentOn(recipes.classes, facts), batchSize: 1, seed: 3, noiseDraws: 2 };
  const zip = zipped(miniature(experiment, { ...unet, num_class_embeds: 11 }, () => {}, facts));
  await openCheckpoint(playground, Buffer.from(zip), { step: 0, backend: 'webgl', data: facts.id, recipe: 'classes' });
  await playground.takeSteps(2);

  await playground.show('paint');
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByTestId('sample').first()).toHaveJSProperty('width', facts.side);
  await playground.show('repair');
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByTestId('restored')).toHaveJSProperty('width', facts.side);

  await playground.share.click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /save checkpoint/i }).click();
  const saved = await readFile(await (await download).path());
  await page.keyboard.press('Escape');
  const loss = await playground.takeStep();
  await openCheckpoint(playground, saved, { step: 2 });
  expect(await playground.takeStep()).toBe(loss);
});

async function openCheckpoint(
  playground: PlaygroundPage,
  zip: Buffer,
  expected: Record<string, unknown>,
): Promise<void> {
  const { page } = playground;
  await playground.share.click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /open checkpoint/i }).click();
  await (await chooser).setFiles({ name: 'run.zip', mimeType: 'application/zip', buffer: zip });
  await expect.poll(() => playground.state()).toMatchObject(expected);
  await page.keyboard.press('Escape');
}

test('WebGL that renders only half floats is refused, with the reason', async ({ playground, page }) => {
  await prependToWorker(
    page,
    `const getExtension = WebGL2RenderingContext.prototype.getExtension;
     WebGL2RenderingContext.prototype.getExtension = function (name) {
       return name === 'EXT_color_buffer_float' ? null : getExtension.call(this, name);
     };`,
  );
  await playground.open('batch=1');
  await page.getByRole('button', { name: 'What is “WebGPU”?' }).click();
  await expect(page.getByText(/half precision only/)).toBeVisible();
  expect(await playground.state()).toMatchObject({ backend: 'cpu' });
});
