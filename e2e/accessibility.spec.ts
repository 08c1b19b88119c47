import { AxeBuilder } from '@axe-core/playwright';
import { expect, type PlaygroundPage, test } from './playground.ts';

const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function expectNoViolations({ page }: PlaygroundPage, where: string): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page }).withTags(standard).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  console.log(`axe, ${where}: ${passes.length} rules pass, ${violations.length} violations`);
  expect(found, where).toEqual([]);
}

async function expectNoSidewaysScroll({ page }: PlaygroundPage, where: string): Promise<void> {
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  expect(scroll, where).toBeLessThanOrEqual(client);
}

/** Moving, growing and turning: a change of colour is no motion. */
async function expectNoMotion({ page }: PlaygroundPage, where: string): Promise<void> {
  const moving = await page.evaluate(() =>
    document.getAnimations().flatMap((animation) => {
      const { effect } = animation;
      if (!(effect instanceof KeyframeEffect)) return [];
      const { activeDuration } = effect.getComputedTiming();
      const moves = effect
        .getKeyframes()
        .some((frame) => 'transform' in frame || 'translate' in frame || 'scale' in frame);
      return moves && Number(activeDuration) > 1 ? [`${effect.target?.className}: ${activeDuration} ms`] : [];
    }),
  );
  expect(moving, where).toEqual([]);
}

async function showResults(playground: PlaygroundPage): Promise<void> {
  const { page } = playground;
  await playground.takeStep();
  await playground.generate.click();
  await expect(page.getByTestId('sample').first()).toBeVisible();
  await playground.restore.click();
  await expect(page.getByTestId('restored')).toBeVisible();
}

/** Each way to a picture, then the dialog. */
async function expectGoodRooms(playground: PlaygroundPage, where: string): Promise<void> {
  const { page } = playground;
  for (const tab of ['Upload', 'Draw']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    // What a tab holds is loaded when it is opened.
    await expect(page.getByRole('tabpanel', { name: tab, exact: true }).getByRole('button').first()).toBeVisible();
    await expectNoMotion(playground, `${where}, ${tab}`);
    await expectNoViolations(playground, `${where}, ${tab}`);
    await expectNoSidewaysScroll(playground, `${where}, ${tab}`);
  }
  await playground.share.click();
  await expect(page.getByRole('textbox', { name: /link/i })).toBeVisible();
  await expectNoMotion(playground, `${where}, share dialog`);
  await expectNoViolations(playground, `${where}, share dialog`);
  await expectNoSidewaysScroll(playground, `${where}, share dialog`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`${colorScheme} theme`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    for (const width of [1440, 360]) {
      test(`at ${width} pixels axe finds nothing, and nothing moves or scrolls sideways`, async ({
        playground,
        page,
      }) => {
        await page.setViewportSize({ width, height: 800 });
        await playground.open('batch=1&gcount=2&nonsense=1');
        await expectNoViolations(playground, 'fresh page with a notice');
        await expectNoSidewaysScroll(playground, 'fresh page with a notice');
        await expect(playground.train).toBeInViewport();
        await showResults(playground);
        await expectNoViolations(playground, 'with results');
        await expectNoSidewaysScroll(playground, 'with results');
        await expectGoodRooms(playground, `${colorScheme}, ${width} pixels`);
      });
    }
  });
}

test('Train is reached and pressed with the keyboard alone', async ({ playground, page }) => {
  await playground.open('batch=1');
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
