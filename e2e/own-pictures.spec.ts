import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { pictureFolderShards } from '../cli/picture-folder.ts';
import { parseManifest } from '../src/ml/data/manifest.ts';
import { expect, isBlank, PlaygroundPage, pixelsOf, test } from './playground.ts';
import { bring } from './upload.ts';
import { prependToWorker } from './worker-script.ts';

/**
 * Shapes of 40 x 24 pixels in two subfolders: sixteen different ones (some of them partly
 * transparent), one duplicate and two broken files.
 */
async function makeFiles(): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  for (let i = 0; i < 16; i += 1) {
    const shape = i % 2 ? '<circle cx="20" cy="12" r="9"/>' : '<rect x="12" y="4" width="16" height="16"/>';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="24" fill="hsl(${i * 22} 80% 50%)" fill-opacity="0.${9 - (i % 8)}">${shape}</svg>`;
    const drawing = sharp(Buffer.from(svg));
    const png = i % 5 === 3 ? drawing.png() : drawing.flatten({ background: `hsl(${i * 15}, 30%, 90%)` }).png();
    files[`${i % 2 ? 'round' : 'square'}/${i}.png`] = new Uint8Array(await png.toBuffer());
  }
  const [first = new Uint8Array(), second = new Uint8Array()] = Object.values(files);
  const damaged = second.slice();
  damaged.fill(0x55, 60, -30);
  return {
    ...files,
    'round/again.png': first.slice(),
    'round/cut.png': second.slice(0, second.length - 40),
    'square/damaged.png': damaged,
  };
}

let folder: string;
test.beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'own-')), 'Shapes');
  for (const [path, bytes] of Object.entries(await makeFiles())) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
});
test.afterAll(() => rm(dirname(folder), { recursive: true }));

/** Where pictures come from does not concern the GPU. */
const onCpu = (link: string): string => `${link}&backend=cpu`;

const panel = (page: Page) => page.getByRole('dialog', { name: 'Your own pictures' });

async function openPanel(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Your own pictures' }).click();
  await expect(panel(page)).toBeVisible();
}

/** The ids of the sets in the origin's private file system. */
function storedSets(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const ids: string[] = [];
    for await (const id of (await root.getDirectoryHandle('own-pictures')).keys()) ids.push(id);
    return ids;
  });
}

/** Drops a folder as a file manager does. */
async function dropFolder(page: Page, path: string): Promise<void> {
  const box = await panel(page).boundingBox();
  const client = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await client.send('Input.dispatchDragEvent', {
      type,
      x: (box?.x ?? 0) + 60,
      y: (box?.y ?? 0) + 60,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    });
  }
}

test('the same pictures from a folder, a .zip and a drop are one set, and the command line makes the same one', async ({
  page,
}) => {
  await page.goto(onCpu('#v=1'));
  await openPanel(page);
  const dialog = panel(page);
  await dialog.getByLabel('Folder of pictures').setInputFiles(folder);
  const found = dialog.getByText(/16 pictures · 2 classes: round \(9\), square \(7\)/);
  await expect(found).toContainText('1 exact copy counts once');
  await expect(dialog.getByText('2 files are left out:')).toBeVisible();
  await expect(dialog.getByText(/cut\.png is damaged or cut short/)).toBeVisible();
  await expect(dialog.getByText(/damaged\.png is damaged or cut short/)).toBeVisible();
  await expect(dialog.getByText(/remember them rather than invent/)).toBeVisible();
  await expect(dialog.getByText(/never sent anywhere/).first()).toBeVisible();
  const preview = dialog.getByRole('img', { name: /Pictures 1 to 16 of 16/ });
  expect(isBlank(await pixelsOf(preview))).toBe(false);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include('dialog').analyze();
  expect(violations).toEqual([]);

  await dialog.getByLabel('Size').selectOption('16');
  await expect(found).toBeVisible();
  await expect(dialog.getByLabel('Name of the set')).toHaveValue('Shapes');
  await dialog.getByRole('button', { name: 'Add these pictures' }).click();
  await expect(dialog.getByText('“Shapes” is in this browser now.')).toBeVisible();
  const sets = dialog.getByRole('region', { name: 'Sets in this browser' });
  await expect(sets.getByRole('listitem')).toHaveCount(1);

  // The same pictures, brought in other ways, are recognised as the set that is there.
  const files = await makeFiles();
  const zip = join(dirname(folder), 'Other name.zip');
  await writeFile(zip, zipSync(files));
  await dialog.getByLabel('Picture files or .zip').setInputFiles(zip);
  await expect(dialog.getByLabel('Name of the set')).toHaveValue('Other name');
  await expect(found).toBeVisible();
  await dialog.getByRole('button', { name: 'Add these pictures' }).click();
  await expect(dialog.getByText('“Shapes” is in this browser now.')).toBeVisible();
  await dropFolder(page, folder);
  await expect(found).toBeVisible();
  await dialog.getByRole('button', { name: 'Add these pictures' }).click();
  await expect(dialog.getByText('“Shapes” is in this browser now.')).toBeVisible();
  await expect(sets.getByRole('listitem')).toHaveCount(1);

  const manifest = await (await pictureFolderShards(folder, { side: 16, channels: 3, fit: 'crop' })).manifest();
  const { id } = await parseManifest(manifest);
  expect(await storedSets(page)).toEqual([id]);

  await bring(dialog, 'paste', join(folder, 'round', '1.png'));
  await expect(dialog.getByText('1 file brought')).toBeVisible();
  await expect(dialog.getByText(/needs at least 16 different pictures/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Add these pictures' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Start over' }).click();

  await sets.getByRole('button', { name: 'Rename Shapes' }).click();
  await sets.getByRole('textbox', { name: 'New name' }).fill('Circles & squares');
  await page.keyboard.press('Enter');
  await expect(sets.getByText('Circles & squares')).toBeVisible();
  await sets.getByRole('button', { name: 'Delete Circles & squares' }).click();
  await sets.getByRole('button', { name: 'Delete Circles & squares' }).click();
  await expect(sets).toHaveCount(0);
  expect(await storedSets(page)).toEqual([]);
});

test('if private files cannot be written, a set is kept in the database and trained on from there', async ({
  playground,
  page,
}) => {
  await prependToWorker(
    page,
    `FileSystemFileHandle.prototype.createSyncAccessHandle = () => Promise.reject(new DOMException('no handle', 'UnknownError'));`,
  );
  await page.goto(onCpu('#v=1&recipe=article&batch=2&preview=0&evaluate=0&gcount=1'));
  await playground.ready();
  await openPanel(page);
  await addShapes(page);
  await panel(page).getByRole('button', { name: 'Train on these: Shapes' }).click();
  await expect.poll(async () => (await playground.state()).data).toMatch(/^own-/);
  await expect(page.getByRole('img', { name: 'round', exact: true }).first()).toBeVisible();
  expect(await storedSets(page)).toEqual([]);
  await expect(playground.alert).toHaveCount(0);
});

async function addShapes(page: Page): Promise<void> {
  const dialog = panel(page);
  await dialog.getByLabel('Size').selectOption('16');
  await dialog.getByLabel('Folder of pictures').setInputFiles(folder);
  await dialog.getByRole('button', { name: 'Add these pictures' }).click();
}

test('own pictures train and survive a reload; a browser that lacks them asks for them', async ({
  playground,
  page,
  browser,
}) => {
  await page.goto(onCpu('#v=1&recipe=article&batch=2&preview=0&evaluate=0&gcount=1'));
  await playground.ready();
  await openPanel(page);
  await addShapes(page);
  await panel(page).getByRole('button', { name: 'Train on these: Shapes' }).click();
  await expect(panel(page)).toHaveCount(0);
  const dataSet = page.getByRole('combobox', { name: 'Data set', exact: true });
  await expect(dataSet.locator('option:checked')).toHaveText('Shapes');
  await expect.poll(async () => (await playground.state()).data).toMatch(/^own-[0-9a-f]{16}$/);
  const { data } = await playground.state();
  const losses = await playground.takeSteps(2);
  console.log(`${data}: losses ${losses.join(', ')}`);
  await playground.share.click();
  const link = await page.getByRole('textbox', { name: /link/i }).inputValue();
  await expect(page.getByRole('dialog')).toContainText('Your own pictures are not in it');
  await page.keyboard.press('Escape');

  await playground.train.or(playground.resume).click();
  await playground.waitForStep(3);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible(); // shown once the run has been saved
  const { step } = await playground.state();

  await page.reload();
  await playground.ready();
  await page.getByRole('button', { name: /continue/i }).click();
  await playground.waitForStep(step);
  expect((await playground.state()).data).toBe(data);
  await expect(dataSet.locator('option:checked')).toHaveText('Shapes');
  await playground.show('paint');
  await playground.generate.click();
  const sample = page.getByTestId('sample').first();
  await expect(sample).toBeVisible();
  expect(isBlank(await pixelsOf(sample))).toBe(false);
  await expect(playground.generate).toBeEnabled();
  const next = await playground.takeStep();
  await playground.share.click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /save checkpoint/i }).click();
  const checkpoint = await (await download).path();
  await page.keyboard.press('Escape');
  const after = await playground.takeStep();
  await expect(playground.alert).toHaveCount(0);

  const elsewhere = await browser.newContext();
  try {
    const other = new PlaygroundPage(await elsewhere.newPage());
    // The link and the checkpoint each say which set they need.
    await other.page.goto(onCpu(link));
    await other.ready();
    await expect(panel(other.page)).toContainText(`The set “Shapes” is wanted here`);
    await expect(panel(other.page)).toContainText(`It has 16 pictures and the hash ${data.slice(4)}`);
    await other.page.keyboard.press('Escape');
    await other.share.click();
    const chooser = other.page.waitForEvent('filechooser');
    await other.page.getByRole('button', { name: /open checkpoint/i }).click();
    await (await chooser).setFiles(checkpoint);
    await expect(panel(other.page)).toContainText(`It has 16 pictures and the hash ${data.slice(4)}`);
    expect((await other.state()).step).toBe(0);
    // The checkpoint knows the set's size.
    await expect(panel(other.page).getByLabel('Size')).toHaveValue('16');
    await panel(other.page).getByLabel('Size').selectOption('32');
    await panel(other.page).getByLabel('Folder of pictures').setInputFiles(folder);
    await expect(panel(other.page)).toContainText('these pictures make another set');
    await panel(other.page).getByLabel('Size').selectOption('16');
    await expect(panel(other.page)).toContainText('These are the pictures.');
    await panel(other.page).getByRole('button', { name: 'Add these pictures' }).click();
    await expect(panel(other.page)).toHaveCount(0);
    await other.waitForStep(step + 1);
    expect((await other.state()).data).toBe(data);
    expect(await other.takeStep()).toBe(after);
    console.log(`steps ${step + 1} and ${step + 2}: ${next}, ${after}`);
    // Now the link finds the set.
    await other.page.goto(`about:blank`);
    await other.page.goto(onCpu(link));
    await other.ready();
    expect((await other.state()).data).toBe(data);
    expect(await other.takeSteps(2)).toEqual(losses);
  } finally {
    await elsewhere.close();
  }
});
