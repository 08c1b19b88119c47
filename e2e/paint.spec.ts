/**
 * The Paint view on one page load: scrubbing a film, saved files, a race, comparisons, a walk, and
 * Into noise.
 */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { imageSize } from 'image-size';
import { expectNoSidewaysScroll, expectNoViolations } from './looks.ts';
import { expect, isBlank, type PlaygroundPage, pixelsOf, test } from './playground.ts';

const settings = 'data=digits&view=paint&gseed=7&gcount=2&steps=3&class=3&wseed=9&wclass=8&wcount=3';

/** In every view, a button and what it changes must be in sight together, at both sizes. */
const sizes = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
] as const;

async function inSight(page: Page, button: Locator, made: Locator): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    await page.evaluate(() => scrollTo(0, 0));
    await expect(button).toBeInViewport();
    await expect(made).toBeInViewport({ ratio: 0.9 });
    await expectNoSidewaysScroll({ page }, `${size.width} pixels`);
  }
}

const tool = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

async function open(page: Page, name: string, title: string = name): Promise<void> {
  await tool(page, name).click();
  await expect(page.getByRole('heading', { name: title, exact: true })).toBeVisible();
}

async function saved(page: Page, button: string): Promise<Buffer> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).click();
  return readFile(await (await download).path());
}

async function film({ page, generate }: PlaygroundPage): Promise<number[]> {
  await generate.click();
  await expect(generate).toBeEnabled();
  const samples = page.getByTestId('sample');
  await expect(samples).toHaveCount(2);
  const { rgba } = await pixelsOf(samples.first());
  await inSight(page, generate, samples.first());

  const picture = page.getByRole('button', { name: 'Pictures 2: enlarge' });
  await picture.click();
  const large = page.getByRole('dialog', { name: 'Picture 2 of 2' });
  await expect(large).toBeVisible();
  expect(isBlank(await pixelsOf(large.getByTestId('large-to')))).toBe(false);
  const scrubber = large.getByRole('slider', { name: 'Denoising step' });
  await scrubber.focus();
  await page.keyboard.press('Home');
  await expect(large.getByText('1 / 3', { exact: true })).toBeVisible();
  await page.keyboard.press('End');
  await page.keyboard.press('Escape');
  await expect(large).toBeHidden();
  await expect(picture).toBeFocused();

  const sheet = imageSize(await saved(page, 'Contact sheet'));
  expect(sheet.type).toBe('png');
  const gif = await saved(page, 'GIF');
  expect(gif.subarray(0, 6).toString()).toBe('GIF89a');
  expect(imageSize(gif)).toMatchObject({ type: 'gif', width: 448, height: 224 });
  const webm = await saved(page, 'WebM');
  expect(webm.subarray(0, 4).toString('hex')).toBe('1a45dfa3');
  expect(webm.length).toBeGreaterThan(1000);
  await expectNoViolations({ page }, 'all', 'pictures');
  return rgba;
}

async function race(page: Page): Promise<void> {
  await open(page, 'Race');
  await page.getByRole('combobox', { name: 'Steps of lane 1' }).selectOption('2');
  await page.getByRole('combobox', { name: 'Steps of lane 2' }).selectOption('1');
  await page.getByRole('button', { name: 'Add a lane' }).click();
  await page.getByRole('combobox', { name: 'Weights of lane 3' }).selectOption('raw');
  const button = page.getByRole('button', { name: 'Race', exact: true });
  await button.click();
  await expect(page.getByText('2 network calls', { exact: false })).toBeVisible();
  await expect(button).toBeEnabled();
  await expect(page.getByTestId('race-picture')).toHaveCount(6);
  await expect(page.getByText(/^1 network call ·/)).toHaveCount(2);
  await inSight(page, button, page.getByTestId('race-picture').first());
  await expectNoViolations({ page }, 'all', 'race');
}

/** The walk's other end has another class, so the network's class vectors are mixed on the way. */
async function walk(page: Page, first: readonly number[]): Promise<void> {
  await open(page, 'Walk');
  const button = page.getByRole('button', { name: 'Walk', exact: true });
  await button.click();
  await expect(button).toBeEnabled();
  await expect(page.getByTestId('walk-picture')).toHaveCount(3);
  const slider = page.getByRole('slider', { name: 'Place on the walk' });
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', 'picture 1 of 3');
  const current = page.getByTestId('walk-current');
  expect((await pixelsOf(current)).rgba).toEqual(first);
  await page.keyboard.press('ArrowRight');
  expect((await pixelsOf(current)).rgba).not.toEqual(first);
  await inSight(page, button, current);
  await expectNoViolations({ page }, 'all', 'walk');
}

async function comparisons(page: Page): Promise<void> {
  await open(page, 'Steps');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByTestId('steps-picture').first()).toBeVisible();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('stopped').first()).toBeVisible();
  await page.getByRole('button', { name: 'Take over 5 steps' }).click();
  await expect(page.getByRole('button', { name: 'Take over 5 steps' })).toHaveAttribute('aria-pressed', 'true');
  await expectNoViolations({ page }, 'all', 'steps');
  await open(page, 'Guidance');
  await expect(page.getByRole('spinbutton', { name: 'Steps', exact: true })).toHaveValue('5');
  await expect(page.getByRole('button', { name: 'Compare', exact: true })).toBeEnabled();
}

/**
 * With the linear schedule 8 % of a picture's variance is left at half the timesteps. Dragging that
 * point up to 50 % must make the schedule end in less noise.
 */
async function dragCurve(page: Page): Promise<void> {
  const curve = page.getByRole('img', { name: /ᾱ by timestep/ });
  const last = page.getByLabel('Last beta');
  await expect(last).toHaveValue('0.02');
  await curve.scrollIntoViewIfNeeded();
  const area = await curve.boundingBox();
  if (!area) throw new Error('no curve');
  const middle = area.x + area.width / 2;
  await page.mouse.move(middle, area.y + 0.922 * area.height);
  await page.mouse.down();
  await page.mouse.move(middle, area.y + 0.5 * area.height, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Number(await last.inputValue())).toBeLessThan(0.008);
}

async function intoNoise(page: Page): Promise<void> {
  await open(page, 'Into noise', 'Into noise: timestep and noise schedule');
  const slider = page.getByRole('slider', { name: 'Timestep' });
  await expect(slider).toBeEnabled();
  const noisy = page.getByTestId('forward-noisy');
  await slider.focus();
  await page.keyboard.press('End');
  const most = await pixelsOf(noisy);
  await page.keyboard.press('Home');
  const [least, original] = [await pixelsOf(noisy), await pixelsOf(page.getByTestId('forward-original'))];
  const distance = (a: readonly number[]): number =>
    a.reduce((sum, value, i) => sum + Math.abs(value - (original.rgba[i] ?? 0)), 0) / a.length;
  expect(distance(least.rgba)).toBeLessThan(4);
  expect(distance(most.rgba)).toBeGreaterThan(30);
  await page.getByRole('combobox', { name: 'Noise schedule' }).selectOption('linear');
  await dragCurve(page);
  await inSight(page, slider, noisy);
  await expectNoViolations({ page }, 'all', 'into noise');
}

test('a film, saved files, a race, a walk whose ends are the seeds’ pictures, comparisons, a picture on its way to noise; the link has the tool', async ({
  playground,
  page,
}) => {
  await page.goto(`#v=1&recipe=quick&preview=0&evaluate=0&${settings}`);
  await playground.ready();
  const first = await film(playground);
  await race(page);
  await walk(page, first);
  await comparisons(page);
  await intoNoise(page);
  await playground.share.click();
  await expect(page.getByRole('textbox', { name: /link/i })).toHaveValue(/view=paint.*paint=forward/);
  await expect(playground.alert).toHaveCount(0);
});
