/**
 * What a visitor passes on: a link, a checkpoint, and the run itself across a reload. Three page
 * loads in all.
 */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { expectNoSidewaysScroll } from './looks.ts';
import { expect, PlaygroundPage, test } from './playground.ts';
import { readQrCode } from './qr-code.ts';

test('a link, copied or read off a run card, gives the same losses elsewhere, even after a reload in mid-training; an exported checkpoint goes on where it was', async ({
  playground,
  page,
  browser,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await shareSheet(page);
  await playground.open('seed=123&batch=1&lr=0.002&classes=cat,dog&backend=cpu');
  const losses = await playground.takeSteps(3);
  await playground.share.click();
  const link = await page.getByRole('textbox', { name: /link/i }).inputValue();
  await page.getByRole('button', { name: 'Send …', exact: true }).click();
  expect(await sent(page)).toMatchObject({ title: 'Diffusion Playground', url: link, files: [] });
  await page.getByText('QR code', { exact: true }).click();
  expect(await readQrCode(await page.getByRole('img', { name: 'QR code of the link' }).screenshot())).toBe(link);
  const onCard = await linkOnCard(playground);
  expect(onCard).toBe(link);
  console.log(`${link}: losses ${losses.join(', ')}`);
  await page.keyboard.press('Escape');
  const checkpoint = await exported(playground);
  const next = await playground.takeStep();
  const { step, loss } = await reloadedInTraining(playground);

  const elsewhere = await browser.newContext();
  try {
    const other = new PlaygroundPage(await elsewhere.newPage());
    // A link does not say which backend to compute on.
    await other.page.goto(`${onCard}&backend=cpu`);
    await other.ready();
    const reference = await other.takeSteps(step);
    expect(reference.slice(0, 4)).toEqual([...losses, next]);
    expect(loss, `step ${step}, as without the reload`).toBe(reference.at(-1));
    await expect(other.alert).toHaveCount(0);

    // Starts from another run, which the checkpoint replaces.
    await other.page.getByRole('spinbutton', { name: 'Batch size', exact: true }).fill('2');
    await other.page.getByRole('spinbutton', { name: 'Seed', exact: true }).fill('1');
    await other.page.keyboard.press('Enter');
    await other.reset.click();
    await expect(other.stepCount).toHaveText(/^0\b/);
    expect(await other.takeStep()).not.toBe(losses[0]);
    await other.share.click();
    const chooser = other.page.waitForEvent('filechooser');
    await other.page.getByRole('button', { name: /open checkpoint/i }).click();
    await (await chooser).setFiles(checkpoint);
    await expect(other.stepCount).toHaveText(/^3\b/);
    await other.page.keyboard.press('Escape');
    expect(await other.takeStep()).toBe(next);
  } finally {
    await elsewhere.close();
  }
});

/** The link that a camera reads off the card's picture. The card spells it out, too. */
async function linkOnCard(playground: PlaygroundPage): Promise<string> {
  const { page } = playground;
  await page.getByRole('button', { name: 'Run card', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Run card' });
  await expect(dialog.getByText(/^Article’s program on CIFAR-10/).first()).toBeVisible();
  await expect(dialog.getByText(/^cat, dog$/)).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include('dialog[data-wide]').analyze();
  expect(violations).toEqual([]);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save PNG', exact: true }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('diffusion-playground-run-card-article-seed-123-step-3.png');
  const png = await readFile(await saved.path());
  const { width, height } = await sharp(png).metadata();
  expect([width, height]).toEqual([2000, 2828]);
  await dialog.getByRole('button', { name: 'Send PNG', exact: true }).click();
  await expect
    .poll(async () => (await sent(page))?.files)
    .toEqual([{ name: saved.suggestedFilename(), type: 'image/png', bytes: png.byteLength }]);
  await expectOnePrintedPage(page);
  const screen = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(dialog.getByText(/^cat, dog$/)).toBeVisible();
  await expectNoSidewaysScroll(playground, 'run card on a phone');
  expect(await dialog.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
  if (screen) await page.setViewportSize(screen);
  const code = await sharp(png).extract({ left: 0, top: 2300, width: 560, height: 528 }).png().toBuffer();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  return readQrCode(code);
}

interface Sent {
  readonly title?: string;
  readonly url?: string;
  readonly files: readonly { readonly name: string; readonly type: string; readonly bytes: number }[];
}

/**
 * The desktop browser of the tests has no share sheet. This replaces the sheet's two calls and
 * records their arguments.
 */
async function shareSheet(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const share = async ({ title, url, files = [] }: ShareData): Promise<void> => {
      const told = files.map(({ name, type, size }) => ({ name, type, bytes: size }));
      Object.assign(window, { sent: { title, url, files: told } });
    };
    Object.defineProperties(navigator, { share: { value: share }, canShare: { value: () => true } });
  });
}

const sent = (page: Page): Promise<Sent | undefined> =>
  page.evaluate(() => ('sent' in window ? (window.sent as Sent) : undefined));

/** While the card is open, the browser prints only the card, on one page of A4. */
async function expectOnePrintedPage(page: Page): Promise<void> {
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: false })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  const [, width, height] = pdf.match(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/) ?? [];
  expect([Number(width), Number(height)].map(Math.round)).toEqual([595, 842]);
}

/** Takes three steps, exports a checkpoint and returns its path. */
async function exported(playground: PlaygroundPage): Promise<string> {
  const { page } = playground;
  // The file must hold the run, not what the form is changed to meanwhile.
  const recipe = page.getByRole('combobox', { name: 'Recipe', exact: true });
  await recipe.selectOption('tiny');
  const chosen = page.getByRole('region', { name: 'Another run is chosen' });
  await expect(chosen).toHaveText(
    /^The run is Article’s program on CIFAR-10\. You have chosen Tiny U-Net on CIFAR-10\./,
  );
  await playground.share.click();
  const link = page.getByRole('textbox', { name: /link/i });
  await expect(link).toHaveValue(/recipe=article/);
  await page.getByRole('combobox', { name: 'What the link opens' }).selectOption('form');
  await expect(link).toHaveValue(/recipe=tiny/);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /save checkpoint/i }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('diffusion-playground-article-checkpoint-step-3.zip');
  const path = await saved.path();
  await page.keyboard.press('Escape');
  await chosen.getByRole('button', { name: 'Keep the run' }).click();
  await expect(recipe).toHaveValue('article');
  const files = Object.keys(unzipSync(await readFile(path))).sort();
  console.log(`checkpoint: ${files.join(', ')}`);
  expect(files).toContain('model_index.json');
  return path;
}

/** Trains, reloads in mid-training and goes on; returns the next step and its loss. */
async function reloadedInTraining(playground: PlaygroundPage): Promise<{ step: number; loss: number }> {
  const { page } = playground;
  // Pausing saves. Steps after that may or may not be saved before the reload ends the worker.
  await playground.resume.click();
  await playground.waitForStep(6);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
  const { step: saved } = await playground.state();
  await playground.resume.click();
  await playground.waitForStep(saved + 2);
  const { step: before } = await playground.state();

  await page.reload();
  await playground.ready();
  expect((await playground.state()).step).toBe(0);
  await page.getByRole('button', { name: /continue/i }).click();
  await page.waitForFunction(() => window.playground.state().step > 0);
  const { step: resumed, running } = await playground.state();
  if (running) await playground.pause.click();
  const loss = await playground.takeStep();
  const { step } = await playground.state();
  console.log(`reload at step ${before}, resumed at ${resumed}; step ${step}: ${loss}`);
  expect(resumed).toBeGreaterThanOrEqual(saved);
  return { step, loss };
}
