import { expectNoSidewaysScroll, expectNoViolations } from './looks.ts';
import { expect, type PlaygroundPage, test } from './playground.ts';

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

/** Train is reached and pressed with the keyboard alone; then it pauses. */
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
/** Where axe looks. At the others the page is only to fit. */
const widths = [1440, 360] as const;
const otherWidths = [2560, 768, 390] as const;
/** Of which pictures are kept with the results, to be looked at. */
const pictureWidths: readonly number[] = [1440, 768, 390];

/**
 * In both themes, at all widths. The page stays as it is meanwhile: a width changes its styles
 * only, and the second theme nothing but colours.
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

/** Each way to a picture, then the dialog. */
async function expectGoodPanels(playground: PlaygroundPage): Promise<void> {
  const { page } = playground;
  for (const tab of ['Upload', 'Draw']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    // What a tab holds is loaded when it is opened.
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

  test('axe finds nothing in either theme at 1440 and 360 pixels, nothing moves or scrolls sideways, and the keyboard trains', async ({
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
    await expect(page.getByRole('button', { name: /Digits in a minute/ })).toBeVisible();
    await expectGoodLooks(playground, 'start, without a GPU');
    await playground.show('runs');
    await expectGoodLooks(playground, 'runs');
  });
});
