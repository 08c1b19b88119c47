import { expectNoSidewaysScroll, expectNoViolations } from './looks.ts';
import { expect, type PlaygroundPage, test } from './playground.ts';

/** Fails if anything moves, grows or turns. A change of colour is not motion. */
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
  await expectGoodLooks(playground, 'learn, after steps');
  await playground.show('paint');
  await playground.generate.click();
  await expect(page.getByTestId('sample').first()).toBeVisible();
  await expectGoodLooks(playground, 'paint, with samples');
  await playground.show('repair');
  await playground.restore.click();
  await expect(page.getByTestId('restored')).toBeVisible();
  await expectGoodLooks(playground, 'repair, with results');
}

/** Reaches Train with the Tab key alone, presses it with Enter, and then pauses. */
async function trainByKeyboard(playground: PlaygroundPage): Promise<void> {
  const { page } = playground;
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
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
}

const themes = ['light', 'dark'] as const;
/** axe runs at these widths. At `otherWidths` the page only has to fit. */
const widths = [1440, 360] as const;
const otherWidths = [2560, 768, 390] as const;
/** Widths at which a screenshot is kept with the results. */
const pictureWidths: readonly number[] = [1440, 768, 390];

/**
 * Checks the page in both themes and at all widths without reloading it: a width changes only its
 * styles, and the second theme changes only colours. So in the second theme axe checks only
 * colours.
 */
async function expectGoodLooks(playground: PlaygroundPage, where: string): Promise<void> {
  const { page } = playground;
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      const what = `${where}, ${colorScheme}, ${width} pixels`;
      await expectNoMotion(playground, what);
      await expectNoViolations(playground, colorScheme === themes[0] ? 'all' : 'colours', what);
      await expectNoSidewaysScroll(playground, what);
    }
    if (colorScheme !== themes[0]) continue;
    for (const width of [...widths, ...otherWidths]) {
      await page.setViewportSize({ width, height: 800 });
      await expectNoSidewaysScroll(playground, `${where}, ${width} pixels`);
      if (!pictureWidths.includes(width)) continue;
      await page.screenshot({
        path: test.info().outputPath(`${where}, ${width} pixels.png`.replaceAll(/[ ,]+/g, '-')),
      });
    }
  }
}

/** Checks each tab that gives a picture, then the share dialog. */
async function expectGoodPanels(playground: PlaygroundPage): Promise<void> {
  const { page } = playground;
  for (const tab of ['Upload', 'Draw']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    // A tab's content is loaded when the tab is opened.
    await expect(page.getByRole('tabpanel', { name: tab, exact: true }).getByRole('button').first()).toBeVisible();
    await expectGoodLooks(playground, tab);
  }
  await playground.share.click();
  await expect(page.getByRole('textbox', { name: /link/i })).toBeVisible();
  await expectGoodLooks(playground, 'share dialog');
  await page.keyboard.press('Escape');
}

test.describe('with reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('axe finds nothing in either theme at 1440 and 360 pixels, nothing moves or scrolls sideways, and the keyboard alone can train', async ({
    playground,
    page,
  }) => {
    await playground.open('batch=1&gcount=2&backend=cpu&nonsense=1');
    await expectGoodLooks(playground, 'fresh page with a notice');
    await expect(playground.train).toBeInViewport();
    await trainByKeyboard(playground);
    await showResults(playground);
    await expectGoodPanels(playground);
    await playground.show('start');
    await expect(page.getByRole('button', { name: /^Digits/ })).toBeVisible();
    await expectGoodLooks(playground, 'start, without a GPU');
    await playground.show('runs');
    await expectGoodLooks(playground, 'runs');
  });
});
