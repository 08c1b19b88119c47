import { readFile } from 'node:fs/promises';
import type { Browser } from '@playwright/test';
import { unzipSync } from 'fflate';
import { expect, PlaygroundPage, test } from './playground.ts';

test('a link opened elsewhere gives the same first losses; a checkpoint that was exported goes on where it was', async ({
  playground,
  page,
  browser,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await playground.open('seed=123&batch=1&lr=0.002&classes=cat,dog');
  const losses = await playground.takeSteps(3);
  await playground.share.click();
  const field = playground.page.getByRole('textbox', { name: /link/i });
  const link = await field.inputValue();
  console.log(`${link}: losses ${losses.join(', ')}`);

  const elsewhere = await browser.newContext();
  try {
    const other = new PlaygroundPage(await elsewhere.newPage());
    await other.page.goto(link);
    await other.ready();
    expect(await other.takeSteps(3)).toEqual(losses);
    await expect(other.alert).toHaveCount(0);
  } finally {
    await elsewhere.close();
  }
  await page.keyboard.press('Escape');
  await opensElsewhere(playground, browser);
});

/** What is exported after three steps takes the place of another run in a fresh context. */
async function opensElsewhere(playground: PlaygroundPage, browser: Browser): Promise<void> {
  const { page } = playground;
  // What the form says next is not what the file holds.
  const recipe = page.getByRole('combobox', { name: 'Recipe', exact: true });
  await recipe.selectOption('tiny');
  await playground.share.click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /save checkpoint/i }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('diffusion-playground-article-checkpoint-step-3.zip');
  const path = await saved.path();
  await page.keyboard.press('Escape');
  await recipe.selectOption('article');
  const files = Object.keys(unzipSync(await readFile(path))).sort();
  console.log(`checkpoint: ${files.join(', ')}`);
  expect(files).toContain('model_index.json');
  const next = await playground.takeStep();

  const elsewhere = await browser.newContext();
  try {
    const other = new PlaygroundPage(await elsewhere.newPage());
    await other.page.goto(page.url().replace(/#.*/, '#v=1&recipe=article&seed=1&batch=2'));
    await other.ready();
    await other.share.click();
    const chooser = other.page.waitForEvent('filechooser');
    await other.page.getByRole('button', { name: /open checkpoint/i }).click();
    await (await chooser).setFiles(path);
    await expect(other.stepCount).toHaveText(/^3\b/);
    await other.page.keyboard.press('Escape');
    expect(await other.takeStep()).toBe(next);
  } finally {
    await elsewhere.close();
  }
}
