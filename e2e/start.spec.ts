/**
 * A visit without a link: a shipped model paints by itself, and each door leads where it says. One
 * page load.
 */
import { createHash } from 'node:crypto';
import { expectNoSidewaysScroll, expectNoViolations } from './looks.ts';
import { expect, isBlank, type PlaygroundPage, pixelsOf, test } from './playground.ts';

const painted = /^Painted just now, here, in \d+\.\d s\.$/;

/** Waits until pictures of this class are finished; returns a hash of the first one's pixels. */
async function finished({ page }: PlaygroundPage, name: RegExp): Promise<string> {
  await expect(page.getByText(painted)).toBeVisible();
  const picture = page.getByTestId('painting').first();
  await expect(picture).toHaveAccessibleName(name);
  const pixels = await pixelsOf(picture);
  expect(pixels.width).toBe(28);
  expect(isBlank(pixels)).toBe(false);
  return createHash('sha256').update(Uint8Array.from(pixels.rgba)).digest('hex');
}

test('a bare visit paints with a shipped model, with the class and seed that the visitor chooses; Train trains digits, and each door leads where it says', async ({
  playground,
  page,
}) => {
  await page.goto('');
  await playground.ready();
  await expect(page.getByRole('tab', { name: 'Start', exact: true })).toHaveAttribute('aria-selected', 'true');
  const button = (name: string | RegExp) => page.getByRole('button', { name });

  await test.step('it paints', async () => {
    await finished(playground, /^\d, 1$/);
    const ms = await page.evaluate(() => performance.now());
    console.log(`${await page.getByText(painted).textContent()} ${(ms / 1000).toFixed(1)} s after the page was opened`);
    await expect(page.getByText(/A network of 357,697 parameters/)).toBeVisible();
  });

  const hint = page.getByRole('region', { name: 'What to look at next' });
  await test.step('one line says what to look at next, until it is closed', async () => {
    await expect(hint).toHaveText(/^Press Train/);
    await hint.getByRole('button', { name: 'No more hints' }).click();
    await expect(hint).toHaveCount(0);
  });

  await test.step('a class is chosen, the seed is rolled, and painting is stopped', async () => {
    await page.getByRole('combobox', { name: 'What it paints' }).selectOption('3');
    const three = await finished(playground, /^3, 1$/);
    await button('Other noise').click();
    await expect.poll(() => finished(playground, /^3, 1$/)).not.toBe(three);
    await button('Stop painting').click();
    await expect(page.getByText('Painting is stopped.')).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectNoViolations(playground, colorScheme === 'light' ? 'all' : 'colours', `start, ${colorScheme}`);
    }
    await page.setViewportSize({ width: 360, height: 800 });
    await expectNoSidewaysScroll(playground, 'start, 360 pixels');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step('Train trains digits, and Learn is shown', async () => {
    // One picture a step: a step of 64 takes SwiftShader half a minute.
    await playground.show('learn');
    const batch = page.getByRole('spinbutton', { name: 'Batch size', exact: true });
    await batch.fill('1');
    await batch.press('Enter');
    await playground.show('start');
    await page.evaluate(() => scrollTo(0, 400));
    await playground.train.click();
    await expect(page.getByRole('tab', { name: 'Learn', exact: true })).toHaveAttribute('aria-selected', 'true');
    expect(new URL(page.url()).hash).toMatch(/^#v=1&recipe=quick&data=digits&/);
    expect(await page.evaluate(() => scrollY), 'a view begins at its top').toBe(0);
    await playground.waitForStep(1);
    expect(await playground.state()).toMatchObject({ recipe: 'quick', data: 'digits', running: true });
    await page.goBack();
    await expect(page.getByRole('tab', { name: 'Start', exact: true })).toHaveAttribute('aria-selected', 'true');
    await page.goForward();
    // On a software adapter, samples come only once training pauses.
    await playground.pause.click();
    await expect(playground.resume).toBeVisible();
    await expect(page.getByTestId('evaluation-sample').first()).toBeInViewport();
  });

  // The requests for training pictures are never answered, so training only waits: a step of 64
  // would take SwiftShader half a minute.
  await page.evaluate(async () => {
    for (const kept of await caches.keys()) await caches.delete(kept);
  });
  await page.route(/\/(cifar|digits|emoji)\/train-\d+\.webp/, () => {});
  for (const [name, run] of [
    ['Emoji', { recipe: 'quick', data: 'emoji' }],
    ['Photographs', { recipe: 'quick', data: 'cifar10' }],
    ['Digits in a minute', { recipe: 'quick', data: 'digits' }],
    ['The article', { recipe: 'article', data: 'cifar10' }],
  ] as const) {
    await test.step(`the door “${name}”`, async () => {
      await playground.show('start');
      await button(new RegExp(`^${name}`)).click();
      await expect.poll(() => playground.state()).toMatchObject({ ...run, running: true });
    });
  }
  await playground.pause.click();
  await expect(playground.pause).toBeHidden();
  await playground.show('start');

  await test.step('the doors to own pictures and to a checkpoint', async () => {
    await button(/^Your own pictures/).click();
    await expect(page.getByRole('dialog', { name: 'Your own pictures' })).toBeVisible();
    await page.keyboard.press('Escape');
    const chooser = page.waitForEvent('filechooser');
    await button(/^Open a checkpoint/).click();
    expect((await chooser).isMultiple()).toBe(false);
  });
  await expect(playground.alert).toHaveCount(0);

  await test.step('hints do not come back on the next visit', async () => {
    await page.reload();
    await expect(button(/^Digits in a minute/)).toBeVisible();
    await expect(hint).toHaveCount(0);
  });
});
