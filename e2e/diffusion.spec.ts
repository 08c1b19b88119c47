/** The real thing end to end: a U-Net is trained, sampled from step by step, saved, opened elsewhere and trained on. */
import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { expect, isBlank, PlaygroundPage, pixelsOf, test } from './playground.ts';

const link = '#v=1&recipe=tiny&seed=17&batch=2&preview=1000&evaluate=1000&gcount=2&steps=4';

test('tiny is trained, sampled with two schedulers, exported, opened in a fresh context and trained on', async ({
  playground,
  page,
  browser,
}) => {
  await page.goto(link);
  await playground.ready();
  const losses = await playground.takeSteps(2);
  for (const loss of losses) expect(loss).toBeGreaterThan(0);

  const seen: number[][] = [];
  for (const scheduler of ['DDIM', 'DPM-Solver++']) {
    await page.getByRole('combobox', { name: 'Scheduler', exact: true }).selectOption(scheduler);
    await playground.generate.click();
    await expect(page.getByTestId('sample')).toHaveCount(2);
    await expect(playground.generate).toBeEnabled();
    const pixels = await pixelsOf(page.getByTestId('sample').first());
    expect(isBlank(pixels)).toBe(false);
    seen.push(pixels.rgba);
  }
  expect(seen[0]).not.toEqual(seen[1]);

  await playground.share.click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /save checkpoint/i }).click();
  const path = await (await download).path();
  await page.keyboard.press('Escape');
  const files = Object.keys(unzipSync(await readFile(path)));
  for (const file of ['model_index.json', 'unet/config.json', 'scheduler/scheduler_config.json', 'train.py']) {
    expect(files).toContain(file);
  }
  const next = await playground.takeStep();

  const elsewhere = await browser.newContext();
  try {
    const other = new PlaygroundPage(await elsewhere.newPage());
    await other.page.goto(page.url().replace(/#.*/, '#v=1&recipe=article&batch=1'));
    await other.ready();
    await other.share.click();
    const chooser = other.page.waitForEvent('filechooser');
    await other.page.getByRole('button', { name: /open checkpoint/i }).click();
    await (await chooser).setFiles(path);
    await expect(other.stepCount).toHaveText(/^2\b/);
    await other.page.keyboard.press('Escape');
    expect(await other.takeStep()).toBe(next);
  } finally {
    await elsewhere.close();
  }
});
