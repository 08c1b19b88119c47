/** What the glossary with the list of keys, About, and the questions for a class open. */
import { version } from '../src/version.ts';
import { expectNoViolations } from './looks.ts';
import { expect, test } from './playground.ts';

test('? opens the words and keys, unless that is switched off; About says what ships; a question for a class replaces the run and shows its steps', async ({
  playground,
  page,
}) => {
  await page.goto('#v=1&recipe=article&view=start&backend=cpu');
  await playground.ready();
  const help = page.getByRole('dialog', { name: 'Words and keys' });
  await page.keyboard.press('?');
  await expect(help).toBeVisible();
  await expect(help.getByText('Guidance', { exact: true })).toBeVisible();
  await expectNoViolations(playground, 'all', 'words and keys');
  await help.getByRole('switch', { name: 'The key ? opens this' }).uncheck({ force: true });
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.keyboard.press('?');
  await page.getByRole('button', { name: 'Words and keys' }).click();
  await expect(help).toHaveCount(1);
  await page.keyboard.press('Escape');

  await test.step('About', async () => {
    await page.getByRole('button', { name: 'About', exact: true }).click();
    const about = page.getByRole('dialog', { name: 'About Diffusion Playground' });
    await expect(about.getByText(`This is version ${version}`)).toBeVisible();
    await expectNoViolations(playground, 'all', 'about');
    const files = await about
      .getByRole('link')
      .evaluateAll((links) =>
        Promise.all(links.map(async (link) => (await fetch((link as HTMLAnchorElement).href)).text())),
      );
    expect(files).toEqual([
      expect.stringContaining(`## ${version}`),
      expect.stringMatching(/inter .*tfjs-core .*react /s),
      expect.stringContaining('@jax-js/jax'),
    ]);
    await page.keyboard.press('Escape');
  });

  await playground.takeStep();
  await playground.show('start');
  await page.getByText('Noise or direction: what should a network be asked for?').click();
  await page.evaluate(() => scrollTo(0, 400));
  await page.getByRole('group').filter({ hasText: 'predicted the noise' }).getByRole('link').click();
  await expect(page.getByRole('tab', { name: 'Learn', exact: true })).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => playground.state()).toMatchObject({ recipe: 'tiny', data: 'digits', step: 0 });
  expect(await page.evaluate(() => scrollY), 'a view begins at its top').toBe(0);
  const exercise = page.getByRole('region', { name: 'Exercise' });
  await expect(exercise.getByRole('listitem')).toHaveCount(3);
  await expect(page.getByRole('region', { name: /Another run is chosen|What to look at next/ })).toHaveCount(0);
  await expectNoViolations(playground, 'all', 'an exercise');
  await test.step('on a phone it stays in sight, and leaves the screen to the view', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.evaluate(() => scrollTo(0, 600));
    await expect(exercise).toBeInViewport({ ratio: 1 });
    expect((await exercise.boundingBox())?.height).toBeLessThanOrEqual(0.2 * 844);
    await exercise.getByRole('button', { name: 'Next step' }).click();
    await expect(exercise.getByText('2 of 3')).toBeVisible();
    await exercise.getByRole('button', { expanded: false }).click();
    await expect(exercise.getByRole('listitem')).toHaveCount(3);
    await expectNoViolations(playground, 'all', 'an exercise on a phone');
  });
  await exercise.getByRole('button', { name: 'Close the exercise' }).click();
  await expect(exercise).toHaveCount(0);
});
