import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { expect, isBlank, type PlaygroundPage, pixelsOf, test } from './playground.ts';

const steps = 4;
const look = `preview=1000&evaluate=1000&gcount=2&steps=${steps}`;

async function generated({ page, generate }: PlaygroundPage): Promise<number[]> {
  await generate.click();
  await expect(generate).toBeEnabled();
  await expect(page.getByTestId('sample')).toHaveCount(2);
  const pixels = await pixelsOf(page.getByTestId('sample').first());
  expect(isBlank(pixels)).toBe(false);
  return pixels.rgba;
}

/** Where the playhead stands, as it is said and as it is written. */
async function expectAt(playhead: Locator, step: number): Promise<void> {
  await expect(playhead).toHaveValue(String(step));
  await expect(playhead).toHaveAttribute(
    'aria-valuetext',
    new RegExp(`step ${step + 1} of ${steps}, timestep [\\d.]+$`),
  );
  await expect(playhead.page().getByText(`${step + 1} / ${steps}`, { exact: true })).toBeVisible();
}

test('a diffusion recipe is chosen, takes a step and is sampled from; its film goes back and forth', async ({
  playground,
  page,
}) => {
  await page.goto(`#v=1&${look}`);
  await playground.ready();
  await expect(page.getByRole('combobox', { name: 'Scheduler', exact: true })).toBeHidden();
  const recipe = page.getByRole('combobox', { name: 'Recipe', exact: true });
  await recipe.selectOption('tiny');
  await expect(page.getByRole('combobox', { name: 'Noise schedule', exact: true })).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Mirror images' })).toBeChecked();

  const batch = page.getByRole('spinbutton', { name: 'Batch size', exact: true });
  await batch.fill('2');
  await batch.press('Enter');
  for (const loss of await playground.takeSteps(2)) expect(loss).toBeGreaterThan(0);
  expect(await playground.shownLoss()).toBeGreaterThan(0);

  const scheduler = page.getByRole('combobox', { name: 'Scheduler', exact: true });
  await expect(page.getByRole('spinbutton', { name: 'Eta', exact: true })).toBeVisible();
  const playhead = page.getByRole('slider', { name: 'Denoising step' });
  await expect(playhead).toBeDisabled();
  const ddim = await generated(playground);
  await scheduler.selectOption({ label: 'DPM-Solver++' });
  await expect(page.getByRole('spinbutton', { name: 'Eta', exact: true })).toBeHidden();
  expect(await generated(playground)).not.toEqual(ddim);

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
});

for (const width of [1440, 360]) {
  test(`the page of a diffusion recipe at ${width} pixels: axe finds nothing, nothing scrolls sideways`, async ({
    playground,
    page,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`#v=1&recipe=tiny&batch=1&${look}`);
    await playground.ready();
    await playground.takeStep();
    await generated(playground);
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
    const { scroll, client } = await page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      client: document.documentElement.clientWidth,
    }));
    expect(scroll).toBeLessThanOrEqual(client);
  });
}
