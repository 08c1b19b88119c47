/**
 * A U-Net from end to end: it is trained, sampled from step by step, saved, opened elsewhere and
 * trained on.
 */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { expectNoSidewaysScroll, expectNoViolations } from './looks.ts';
import { expect, isBlank, PlaygroundPage, pixelsOf, test } from './playground.ts';
import { bring } from './upload.ts';

const steps = 4;

async function generated({ page, generate }: PlaygroundPage): Promise<number[]> {
  await generate.click();
  await expect(generate).toBeEnabled();
  await expect(page.getByTestId('sample')).toHaveCount(2);
  const pixels = await pixelsOf(page.getByTestId('sample').first());
  expect(isBlank(pixels)).toBe(false);
  return pixels.rgba;
}

/** Checks the playhead's position, in its value and in its spoken text. */
async function expectAt(playhead: Locator, step: number): Promise<void> {
  await expect(playhead).toHaveValue(String(step));
  await expect(playhead).toHaveAttribute(
    'aria-valuetext',
    new RegExp(`step ${step + 1} of ${steps}, timestep [\\d.]+$`),
  );
  await expect(playhead.page().getByText(`${step + 1} / ${steps}`, { exact: true })).toBeVisible();
}

async function goBackAndForth(page: Page): Promise<void> {
  const playhead = page.getByRole('slider', { name: 'Denoising step' });
  await playhead.focus();
  await page.keyboard.press('Home');
  await expectAt(playhead, 0);
  await expect(page.getByTestId('sample')).toHaveCount(0);
  await expect(page.getByTestId('film-predicted')).toHaveCount(2);
  const noise = await pixelsOf(page.getByTestId('film-noisy').first());
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expectAt(playhead, 2);
  expect((await pixelsOf(page.getByTestId('film-noisy').first())).rgba).not.toEqual(noise.rgba);
  await page.keyboard.press('ArrowLeft');
  await expectAt(playhead, 1);
  await page.keyboard.press('End');
  await expect(page.getByTestId('sample')).toHaveCount(2);

  await page.getByRole('button', { name: 'Play the film' }).click();
  await expect(page.getByTestId('film-predicted').first()).toBeVisible();
  await expect(page.getByTestId('sample')).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Play the film' })).toBeVisible();
}

async function expectGoodLooks(page: Page, where: string): Promise<void> {
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await expectNoSidewaysScroll({ page }, `${where}, ${width} pixels`);
    // accessibility.spec checks at both widths what all networks have in common.
    if (width > 360) continue;
    await expectNoViolations({ page }, 'all', `${where}, ${width} pixels`);
  }
}

test('tiny is chosen, trained, sampled with two schedulers, exported, opened in a fresh context and trained on', async ({
  playground,
  page,
  browser,
}, info) => {
  await page.goto(`#v=1&view=paint&seed=17&preview=0&evaluate=0&gcount=2&steps=${steps}`);
  await playground.ready();
  const scheduler = page.getByRole('combobox', { name: 'Scheduler', exact: true });
  await expect(scheduler).toBeHidden();
  await page.getByRole('combobox', { name: 'Recipe', exact: true }).selectOption('tiny');
  await expect(scheduler).toBeVisible();
  await playground.show('learn');
  await expect(page.getByRole('combobox', { name: 'Noise schedule', exact: true })).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Mirror images' })).toBeChecked();
  // Settings that a beginner does not need are folded away, and a press explains each term.
  const minSnr = page.getByRole('spinbutton', { name: 'Min-SNR gamma', exact: true });
  await expect(minSnr).toBeHidden();
  await page.getByText('More parameters').first().click();
  await expect(minSnr).toBeVisible();
  const mark = page.getByRole('button', { name: 'What is “Min-SNR gamma”?' });
  await mark.click();
  await expect(page.getByText('Gives timesteps with little noise less weight').last()).toBeVisible();
  await mark.click();
  await expect(mark).toHaveAttribute('aria-expanded', 'false');
  const batch = page.getByRole('spinbutton', { name: 'Batch size', exact: true });
  await batch.fill('2');
  await batch.press('Enter');
  for (const loss of await playground.takeSteps(2)) expect(loss).toBeGreaterThan(0);
  expect(await playground.shownLoss()).toBeGreaterThan(0);

  await playground.show('paint');
  const eta = page.getByRole('spinbutton', { name: 'Eta', exact: true });
  await page.getByText('More parameters').last().click();
  await expect(eta).toBeVisible();
  await expect(page.getByRole('slider', { name: 'Denoising step' })).toBeDisabled();
  const ddim = await generated(playground);
  await scheduler.selectOption({ label: 'DPM-Solver++' });
  await expect(eta).toBeHidden();
  expect(await generated(playground)).not.toEqual(ddim);
  await goBackAndForth(page);
  await expectGoodLooks(page, 'paint');
  await playground.show('learn');
  await expectGoodLooks(page, 'learn');

  await playground.share.click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /save checkpoint/i }).click();
  const path = info.outputPath('run.zip');
  await (await download).saveAs(path);
  await page.keyboard.press('Escape');
  const files = Object.keys(unzipSync(await readFile(path)));
  for (const file of ['model_index.json', 'unet/config.json', 'scheduler/scheduler_config.json', 'train.py']) {
    expect(files).toContain(file);
  }
  const next = await playground.takeStep();

  const elsewhere = await browser.newContext();
  try {
    const other = new PlaygroundPage(await elsewhere.newPage());
    await other.page.goto(page.url().replace(/#.*/, '#v=1&recipe=tiny&batch=1&seed=1&preview=0&evaluate=0'));
    await other.ready();
    await bring(other.page, 'drop', path);
    await expect(other.stepCount).toHaveText(/^2\b/);
    expect(await other.takeStep()).toBe(next);
  } finally {
    await elsewhere.close();
  }
});
