/**
 * A shipped model is opened, checked, sampled from, trained on and fine-tuned; a damaged file is
 * refused and nothing is lost. The test stays on one page throughout.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { readFolder } from '../src/ml/checkpoint/folder.ts';
import { unzipFolder } from '../src/ml/checkpoint/zip.ts';
import { parseManifest } from '../src/ml/data/manifest.ts';
import { imagesFromMosaic } from '../src/ml/data/mosaic.ts';
import { expect, type PlaygroundPage, pixelsOf, test } from './playground.ts';

const digit = 3;
const side = 28;

/** The mean picture of each class, taken over the first training pictures. */
async function meansOfDigits(): Promise<number[][]> {
  const manifest = await parseManifest(JSON.parse(await readFile('public/digits/embedded.json', 'utf8')));
  const { shards, labels } = manifest.splits.train;
  const [{ file, count } = { file: '', count: 0 }] = shards;
  const mosaic = await sharp(`public/digits/${file}`).extractChannel(0).raw().toBuffer();
  const images = imagesFromMosaic(mosaic, manifest.mosaic, count, { side, channels: 1 });
  return Array.from({ length: 10 }, (_, label) => {
    const members = Array.from({ length: count }, (_, i) => i).filter((i) => labels[i] === label);
    return meanOf(members.map((i) => [...images.subarray(i * side * side, (i + 1) * side * side)]));
  });
}

const meanOf = (pictures: readonly (readonly number[])[]): number[] =>
  (pictures[0] ?? []).map((_, pixel) => pictures.reduce((sum, p) => sum + (p[pixel] ?? 0), 0) / pictures.length);

const distance = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0);

/** Twenty drawings, of two kinds. */
async function makePictures(folder: string): Promise<string[]> {
  const paths = Array.from({ length: 20 }, (_, i) => join(folder, `${i}.png`));
  for (const [i, path] of paths.entries()) {
    const shape =
      i % 2 ? `<circle cx="16" cy="16" r="${5 + i / 3}"/>` : `<rect x="${4 + i / 4}" y="6" width="16" height="18"/>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" fill="#fff"><rect width="32" height="32" fill="#000"/>${shape}</svg>`;
    await writeFile(path, await sharp(Buffer.from(svg)).png().toBuffer());
  }
  return paths;
}

const isWeights = (url: string) => url.includes('/models/digits/unet/diffusion_pytorch_model.safetensors');

async function openModels(playground: PlaygroundPage) {
  const { page } = playground;
  await playground.show('paint');
  await page.getByRole('button', { name: 'Ready-made models' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ready-made models' });
  const model = dialog.getByRole('article', { name: 'Digits' });
  await expect(model).toBeVisible();
  return { dialog, model, press: (name: string) => model.getByRole('button', { name, exact: true }).click() };
}

/**
 * On SwiftShader a step takes a third of a second, and more beside another test. Ten steps test the
 * page as well as fifty do.
 */
const fineTuningSteps = (adapter: string | null): number => (/swiftshader/i.test(adapter ?? '') ? 10 : 50);

async function pauseAfter(playground: PlaygroundPage, step: number): Promise<void> {
  await playground.waitForStep(step);
  await playground.pause.click();
  await expect(playground.resume).toBeEnabled();
}

test('digits is opened by its card, paints what is asked for, goes on training and is fine-tuned on own pictures', async ({
  playground,
  page,
}) => {
  const fetched: string[] = [];
  page.on('request', (request) => {
    if (isWeights(request.url())) fetched.push(request.url());
  });
  await page.goto(
    `#v=1&recipe=quick&data=digits&batch=1&view=paint&preview=0&evaluate=0&gcount=16&steps=3&class=${digit}`,
  );
  await playground.ready();

  // A file that was damaged on its way is refused in one sentence, and nothing has changed.
  const file = new Uint8Array(await readFile('public/models/digits/unet/diffusion_pytorch_model.safetensors'));
  const spoiled = Buffer.from(file);
  spoiled[spoiled.length - 1] = (spoiled.at(-1) ?? 0) ^ 1;
  await page.route(isWeightsAddress, (route) => route.fulfill({ body: spoiled }));
  const first = await openModels(playground);
  expect(fetched).toEqual([]);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include('dialog').analyze();
  expect(violations).toEqual([]);
  await first.press('Paint with it');
  await expect(first.model.getByRole('alert')).toContainText('is not the file that its list names');
  expect(await playground.state()).toMatchObject({ step: 0, recipe: 'quick', data: 'digits' });
  await page.unroute(isWeightsAddress);

  await first.press('Paint with it');
  await expect(first.dialog).toHaveCount(0);
  const samples = page.getByTestId('sample');
  await expect(samples).toHaveCount(16, { timeout: 300_000 });
  const drawn: number[][] = [];
  for (const sample of await samples.all()) {
    drawn.push((await pixelsOf(sample)).rgba.filter((_, i) => i % 4 === 0));
  }
  const mean = meanOf(drawn);
  const distances = (await meansOfDigits()).map((of) => distance(mean, of));
  expect(distances.indexOf(Math.min(...distances))).toBe(digit);
  await playground.share.click();
  const link = await page.getByRole('textbox', { name: /link/i }).inputValue();
  expect(new URLSearchParams(new URL(link).hash.slice(1)).get('model')).toBe('models/digits');
  await page.keyboard.press('Escape');

  await (await openModels(playground)).press('Go on training it');
  await pauseAfter(playground, 3);
  const trained = await playground.state();
  console.log(`going on: loss ${trained.loss}`);
  expect(trained.loss).toBeLessThan(0.6); // about 1 if none of the noise is predicted

  // The exported weights are half as large as the original ones, and the file lists its classes.
  await playground.share.click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save weights only' }).click();
  const zip = await readFile(await (await saved).path());
  await page.keyboard.press('Escape');
  const passedOn = readFolder('weights', unzipFolder('weights', zip));
  const basedOn = [{ name: 'digits', data_set: 'MNIST digits', licence: 'CC-BY-SA-3.0' }];
  expect(passedOn).toMatchObject({
    training: null,
    network: { noClass: 10 },
    card: { dataSet: { id: 'digits' }, basedOn },
  });
  expect(zip.length).toBeLessThan(2.2 * (passedOn.card?.parameters ?? 0));

  const folder = await mkdtemp(join(tmpdir(), 'pictures-'));
  try {
    await (await openModels(playground)).press('Fine-tune it on your own pictures');
    const panel = page.getByRole('dialog', { name: 'Your own pictures' });
    // The pictures are read as the network takes them.
    await expect(panel.getByText(/takes pictures of 28 × 28 pixels, grey\. Yours are converted to that/)).toBeVisible();
    await expect(panel.getByRole('combobox', { name: 'Size' })).toHaveValue('28');
    await expect(panel.getByRole('combobox', { name: 'Colours' })).toHaveValue('1');
    await panel.getByLabel('Picture files or .zip').setInputFiles(await makePictures(folder));
    await panel.getByRole('button', { name: 'Add these pictures' }).click();
    // The current run has steps, so it is replaced only after a confirmation.
    const dialog = page.getByRole('dialog', { name: 'Ready-made models' });
    await expect(dialog.getByText(/will replace your run, which is at step \d+/)).toBeVisible();
    expect((await playground.state()).data).toBe('digits');
    const before = Date.now();
    await dialog.getByRole('button', { name: 'Replace the run' }).click();
    await expect(dialog).toHaveCount(0);
    const steps = fineTuningSteps((await playground.state()).adapter);
    await pauseAfter(playground, steps);
    console.log(`${steps} steps of fine-tuning: ${Date.now() - before} ms, loss ${(await playground.state()).loss}`);
    expect(await playground.state()).toMatchObject({ recipe: 'quick', data: expect.stringMatching(/^own-/) });
  } finally {
    await rm(folder, { recursive: true });
  }
  await expect(playground.alert).toHaveCount(0);
  // The first download was damaged, the second whole; after that the browser had the file.
  expect(fetched).toHaveLength(2);

  // A kept file that is damaged is fetched again.
  await page.evaluate(async (url) => {
    await (await caches.open('models')).put(url, new Response(new Uint8Array(1000)));
  }, fetched[1] ?? '');
  const last = await openModels(playground);
  await last.press('Go on training it');
  await clickTwice(page, last.dialog.getByRole('button', { name: 'Replace the run' }), async () => {
    await expect(last.dialog).toHaveCount(0);
  });
  await expect.poll(async () => (await playground.state()).data).toBe('digits');
  await pauseAfter(playground, 1);
  expect(fetched).toHaveLength(3);
  await expect(playground.alert).toHaveCount(0);
});

/**
 * A double click whose second click comes after the first has taken effect. Whatever is then under
 * the pointer must not get the second click.
 */
async function clickTwice(page: Page, button: Locator, effect: () => Promise<void>): Promise<void> {
  const { x, y, width, height } = (await button.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.click(x + width / 2, y + height / 2);
  await effect();
  await page.evaluate(() => {
    document.body.addEventListener('click', () => document.body.setAttribute('data-clicked', ''), { once: true });
  });
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await expect(page.locator('body')).not.toHaveAttribute('data-clicked');
}

function isWeightsAddress(url: URL): boolean {
  return isWeights(url.href);
}
