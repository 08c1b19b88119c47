/**
 * The page in Chinese, in a browser that asks for it; then the language changes in training. On the
 * CPU backend, which compiles nothing.
 */
import { expectNoSidewaysScroll, expectNoViolations } from './looks.ts';
import { expect, test } from './playground.ts';

test.use({ locale: 'zh-CN' });

test('opens in the language of the browser and changes it while it trains, without a reload', async ({
  playground,
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const html = page.locator('html');
  const tab = (name: string) => page.getByRole('tab', { name, exact: true });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const language = (name: string) => page.getByRole('combobox', { name, exact: true });

  await test.step('no English is painted first', async () => {
    // The first sight stays while the page's script is loading.
    await page.route(/\/assets\/index-.*\.js$/, () => {});
    await page.goto('', { waitUntil: 'commit' });
    await expect(page.locator('.first').getByText('从噪声生成图像')).toBeVisible();
    await expect(page.locator('.first').getByText('Pictures out of noise')).toBeHidden();
    await expect(html).toHaveAttribute('lang', 'zh-CN');
    await page.unroute(/\/assets\/index-.*\.js$/);
    await page.goto('about:blank');
  });

  await test.step('a step is trained in Chinese', async () => {
    await playground.open('backend=cpu&batch=1');
    await expect(html).toHaveAttribute('lang', 'zh-CN');
    await expect(html).toHaveAttribute('dir', 'ltr');
    await expect(page.locator('meta[name=description]')).toHaveAttribute('content', /扩散模型/);
    await expect(page.locator('link[rel=manifest]')).toHaveAttribute('href', /manifest\.zh-CN\.webmanifest$/);
    await expect(tab('学习')).toHaveAttribute('aria-selected', 'true');
    await button('单步').click();
    await playground.waitForStep(1);
    await expect(page.getByRole('status', { name: '步数', exact: true })).toHaveText('1');
    expect(page.url()).not.toContain('lang');
  });

  await test.step('it changes to English while it trains, and the link says so', async () => {
    await page.evaluate(() => Object.assign(window, { same: true }));
    await button('继续').click();
    await language('语言').selectOption('English');
    await expect(html).toHaveAttribute('lang', 'en');
    await expect(tab('Learn')).toBeVisible();
    await expect(playground.pause).toBeVisible();
    const { step } = await playground.state();
    await playground.waitForStep(step + 3);
    expect(page.url()).toMatch(/&lang=en$/);
    await playground.share.click();
    await expect(page.getByRole('textbox', { name: 'Link to this experiment' })).toHaveValue(/&lang=en$/);
    await expect(page.getByText('It opens in English, whatever')).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('and back; the choice is remembered, and the run goes on', async () => {
    await language('Language').selectOption('简体中文');
    await expect(tab('学习')).toBeVisible();
    expect(page.url()).not.toContain('lang');
    await button('暂停').click();
    await expect(button('继续')).toBeVisible();
    expect(await page.evaluate(() => 'same' in window), 'no reload').toBe(true);
    await language('语言').selectOption('English');
    await page.reload();
    await playground.ready();
    await expect(tab('Learn')).toBeVisible();
    await language('Language').selectOption('简体中文');
    await expect(tab('学习')).toBeVisible();
  });

  await test.step('nothing is wider than a small phone, and axe finds nothing', async () => {
    await page.setViewportSize({ width: 360, height: 800 });
    for (const name of ['首页', '绘画', '修复', '记录', '学习']) {
      await tab(name).click();
      await expect(tab(name)).toHaveAttribute('aria-selected', 'true');
      await expectNoSidewaysScroll(playground, `${name}, 360 pixels`);
    }
    await expectNoViolations(playground, 'all', 'Chinese');
  });

  expect(asked.filter((url) => /zh-CN-.*\.js$/.test(url))).not.toEqual([]);
});
