import { AxeBuilder } from '@axe-core/playwright';
import { expect, type PlaygroundPage, test } from './playground.ts';

async function expectNoViolations({ page }: PlaygroundPage, where: string): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  console.log(`axe, ${where}: ${passes.length} rules pass, ${violations.length} violations`);
  expect(found, where).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`${colorScheme} theme`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    test('axe finds nothing, on the page with results and in its dialogs', async ({ playground, page }) => {
      await playground.open('batch=2&gcount=2&nonsense=1');
      await expectNoViolations(playground, 'fresh page with a notice');
      await playground.takeStep();
      await playground.generate.click();
      await expect(page.getByTestId('sample').first()).toBeVisible();
      await playground.restore.click();
      await expect(page.getByTestId('restored')).toBeVisible();
      await expectNoViolations(playground, 'with results');
      await playground.share.click();
      await expect(page.getByRole('textbox', { name: /link/i })).toBeVisible();
      await expectNoViolations(playground, 'share dialog');
    });
  });
}

test('Train is reached and pressed with the keyboard alone', async ({ playground, page }) => {
  await playground.open('batch=2');
  let presses = 0;
  for (; presses < 30; presses += 1) {
    if (await playground.train.evaluate((button) => button === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  console.log(`Train after ${presses} presses of Tab`);
  await expect(playground.train).toBeFocused();
  await page.keyboard.press('Enter');
  await playground.waitForStep(1);
  expect((await playground.state()).running).toBe(true);
});

test('at 360 pixels nothing scrolls sideways', async ({ playground, page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await playground.open('batch=2');
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(client);
  await expect(playground.train).toBeInViewport();
});
